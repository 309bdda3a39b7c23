interface Bar {
  name: string;
  /** One, or several that stand beside each other. */
  parts: { name?: string; value: number }[];
  /** Where the middle half of the measurements lies. */
  spread?: [number, number];
}

export interface BarChartOptions {
  title: string;
  unit: string;
  bars: Bar[];
  /** A dashed line to compare with. */
  mark?: { name: string; value: number };
}

const width = 960;
const rowHeight = 34;
const left = 270;
const right = 110;
/** Told apart by people who see no red or green, too. */
const colours = ['#1f73b7', '#e59b35', '#2f9e77', '#8c5ba6', '#b35400', '#767676'];

/** Horizontal bars as an SVG that is readable on a light and on a dark page. */
export function barChart({ title, unit, bars, mark }: BarChartOptions): string {
  const names = [...new Set(bars.flatMap(({ parts }) => parts.flatMap(({ name }) => name ?? [])))];
  const top = names.length > 0 ? 76 : 50;
  const height = top + bars.length * rowHeight + (mark === undefined ? 12 : 34);
  const most = Math.max(mark?.value ?? 0, ...bars.map(total), ...bars.map(({ spread }) => spread?.[1] ?? 0));
  const x = (value: number) => round(left + (value / most) * (width - left - right));
  const legend = names.map((name, index) => {
    const at = 20 + index * 150;
    return `<rect x="${at}" y="46" width="12" height="12" fill="${colourOf(index)}"/><text x="${at + 18}" y="57">${name}</text>`;
  });
  const rows = bars.map((bar, index) => drawBar(bar, top + index * rowHeight, { x, names, unit }));
  const line =
    mark === undefined
      ? ''
      : `<line x1="${x(mark.value)}" x2="${x(mark.value)}" y1="${top - 6}" y2="${height - 22}" stroke="#444" stroke-dasharray="5 4"/><text x="${x(mark.value)}" y="${height - 8}" text-anchor="middle">${mark.name}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" fill="#222">
<title>${title}</title><rect width="100%" height="100%" rx="6" fill="#fff"/><text x="20" y="28" font-size="16" font-weight="bold">${title}</text>
${[...legend, ...rows, line].join('\n')}
</svg>
`;
}

interface Scale {
  x: (value: number) => number;
  names: string[];
  unit: string;
}

function drawBar(bar: Bar, y: number, { x, names, unit }: Scale): string {
  let sum = 0;
  const parts = bar.parts.map(({ name, value }) => {
    const from = x(sum);
    sum += value;
    const colour = colourOf(name === undefined ? 0 : names.indexOf(name));
    return `<rect x="${from}" y="${y}" width="${round(x(sum) - from)}" height="20" fill="${colour}"/>`;
  });
  const middle = y + 10;
  const [low, high] = bar.spread ?? [0, 0];
  const spread =
    bar.spread === undefined
      ? ''
      : `<path d="M${x(low)} ${middle}H${x(high)}M${x(low)} ${y + 5}v10M${x(high)} ${y + 5}v10" stroke="#222" fill="none"/>`;
  const end = Math.max(x(sum), bar.spread === undefined ? 0 : x(high));
  return `<text x="${left - 10}" y="${y + 15}" text-anchor="end">${bar.name}</text>${parts.join('')}${spread}<text x="${end + 8}" y="${y + 15}">${toText(sum)} ${unit}</text>`;
}

const total = ({ parts }: Bar): number => parts.reduce((sum, { value }) => sum + value, 0);
const toText = (value: number): string => value.toFixed(value < 20 ? 2 : 0);
const colourOf = (index: number): string => colours[index % colours.length] ?? '#1f73b7';
const round = (value: number): number => Math.round(value * 10) / 10;
