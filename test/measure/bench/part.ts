/** A table as Markdown has it; all cells are texts. */
export interface Table {
  head: string[];
  rows: string[][];
}

/** What one part of the bench found: a table for the terminal and the README, and what needs to be said beside it. */
export interface Finding {
  /** Names the place in the README, `<!-- bench:<name> -->`. */
  name: string;
  title: string;
  table: Table;
  /** Sentences below the table. */
  notes?: string[];
}

export interface Chart {
  /** File name without `.svg`. */
  name: string;
  svg: string;
}

export interface PartResult {
  findings: Finding[];
  charts?: Chart[];
}

export function toMarkdown({ head, rows }: Table): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((cells) => (cells[column] ?? '').length)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** At most two digits behind the point, none where there are none to show. */
export const number = (value: number, digits = 2): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: digits });
