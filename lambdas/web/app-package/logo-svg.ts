interface LogoColours {
  /** Left out: transparent. */
  background?: string;
  bubble: string;
  star: string;
}

/** Tip upwards, centred in the bubble; the rounded joins of its stroke soften the points. */
const starPoints = Array.from({ length: 10 }, (_, corner) => {
  const radius = corner % 2 === 0 ? 27 : 12.4;
  const angle = (Math.PI / 5) * corner - Math.PI / 2;
  return `${(64 + radius * Math.cos(angle)).toFixed(2)},${(57 + radius * Math.sin(angle)).toFixed(2)}`;
}).join(' ');

/** Our own mark, a star that is talked about: a speech bubble around a five-pointed star. */
export const logoSvg = ({ background, bubble, star }: LogoColours, size?: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128"${size === undefined ? '' : ` width="${size}" height="${size}"`} aria-hidden="true" focusable="false">` +
  (background === undefined ? '' : `<path fill="${background}" d="M0 0h128v128H0z"/>`) +
  `<path fill="${bubble}" d="M36 10h56a28 28 0 0 1 28 28v38a28 28 0 0 1-28 28H64l-22.6 17.4A4 4 0 0 1 35 118.2V104A28 28 0 0 1 8 76V38a28 28 0 0 1 28-28z"/>` +
  `<polygon fill="${star}" stroke="${star}" stroke-width="5" stroke-linejoin="round" points="${starPoints}"/></svg>`;

export const logoColours = {
  /** On any background, light or dark: Zendesk shows `logo-small.png` on both. */
  mark: { bubble: '#0f766a', star: '#fff4d6' },
  /** Square corners, as Zendesk wants its large logo. */
  tile: { background: '#0b5a50', bubble: '#fff4d6', star: '#0b5a50' },
} as const satisfies Record<string, LogoColours>;
