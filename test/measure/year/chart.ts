export interface Line {
  name: string;
  colour: string;
  values: number[];
}

const width = 960;
const height = 320;
const margin = { left: 56, right: 16, top: 40, bottom: 32 };

/** So many times the even share are drawn; the first day, with its full bucket, goes beyond. */
const drawnShares = 3;

/** Calls per day as an SVG, with a dashed line for an even share of the allowance. */
export function callsChart(lines: Line[], perDay: number): string {
  const days = Math.max(...lines.map(({ values }) => values.length));
  const most = perDay * drawnShares;
  const x = (day: number) => margin.left + (day / days) * (width - margin.left - margin.right);
  const y = (calls: number) =>
    height - margin.bottom - (Math.min(calls, most) / most) * (height - margin.top - margin.bottom);
  const round = (value: number) => Math.round(value * 10) / 10;
  const points = (values: number[]) =>
    values.map((calls, day) => `${round(x(day))},${round(y(calls))}`).join(' ');
  const legend = [...lines, { name: 'allowance, evenly', colour: '#767676' }]
    .map(({ name, colour }, index) => {
      const at = margin.left + index * 220;
      return `<rect x="${at}" y="14" width="14" height="4" fill="${colour}"/><text x="${at + 20}" y="20">${name}</text>`;
    })
    .join('');
  const ticks = [0, 0.25, 0.5, 0.75, 1]
    .map((share) => {
      const calls = most * share;
      return `<text x="${margin.left - 8}" y="${round(y(calls)) + 4}" text-anchor="end">${Math.round(calls)}</text><line x1="${margin.left}" x2="${width - margin.right}" y1="${round(y(calls))}" y2="${round(y(calls))}" stroke="#e5e5e5"/>`;
    })
    .join('');
  const beyond = lines
    .flatMap(({ values }) => values.map((calls, day) => ({ calls, day: day + 1 })))
    .filter(({ calls }) => calls > most)
    .sort((a, b) => a.day - b.day)
    .map(({ calls, day }) => `day ${day}: ${calls}`)
    .join(', ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>Calls to Trustpilot per day</title><rect width="100%" height="100%" fill="#fff"/>${ticks}${legend}
<line x1="${margin.left}" x2="${width - margin.right}" y1="${round(y(perDay))}" y2="${round(y(perDay))}" stroke="#767676" stroke-dasharray="6 4"/>
${lines.map(({ colour, values }) => `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points(values)}"/>`).join('\n')}
<text x="${margin.left + 8}" y="${margin.top + 16}">${beyond}</text>
<text x="${width - margin.right}" y="${height - 10}" text-anchor="end">day ${days}</text></svg>
`;
}
