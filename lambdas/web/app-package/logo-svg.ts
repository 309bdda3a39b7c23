interface LogoColours {
  /** Left out: transparent, and the mark fills the whole square. */
  background?: string;
  bubble: string;
  star: string;
}

/** Tip upwards, centred in the bubble; the rounded joins of its stroke soften the points. */
const starPoints = Array.from({ length: 10 }, (_, corner) => {
  const radius = corner % 2 === 0 ? 29 : 13.4;
  const angle = (Math.PI / 5) * corner - Math.PI / 2;
  return `${(64 + radius * Math.cos(angle)).toFixed(2)},${(58.5 + radius * Math.sin(angle)).toFixed(2)}`;
}).join(' ');

const bubblePath =
  'M34 8h60a28 28 0 0 1 28 28v42a28 28 0 0 1-28 28H66l-24 17.2A4.5 4.5 0 0 1 35 119.5V106A28 28 0 0 1 6 78V36A28 28 0 0 1 34 8z';

const mark = ({ bubble, star }: LogoColours): string =>
  `<path fill="${bubble}" d="${bubblePath}"/>` +
  `<polygon fill="${star}" stroke="${star}" stroke-width="5" stroke-linejoin="round" points="${starPoints}"/>`;

/** Our own mark, a star that is talked about: a speech bubble around a five-pointed star. */
export function logoSvg(colours: LogoColours): string {
  const inside =
    colours.background === undefined
      ? mark(colours)
      : `<path fill="${colours.background}" d="M0 0h128v128H0z"/>` +
        `<g transform="translate(14 14) scale(0.78)">${mark(colours)}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" aria-hidden="true">${inside}</svg>`;
}

/** Reads well on light and on dark; Zendesk shows `logo-small.png` on both. */
export const markColours: LogoColours = { bubble: '#0f766a', star: '#ffd77a' };

/** Square corners, as Zendesk wants its large logo. */
export const tileColours: LogoColours = { background: '#0b4a43', bubble: '#17897a', star: '#ffd77a' };
