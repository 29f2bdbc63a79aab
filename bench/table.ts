export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What one must know to read it. */
  readonly notes?: readonly string[];
}

/** For a terminal: the first column to the left, figures to the right. */
export function terminalTable({ title, columns, rows, notes = [] }: Table): string {
  const widths = columns.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  const lines = [title, '', line(columns), ...rows.map(line), ...notes.map((note) => `* ${note}`)];
  return `${lines.join('\n')}\n`;
}

/** For results.md. */
export function markdownTable({ title, columns, rows, notes = [] }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = line(columns.map((_, column) => (column === 0 ? '---' : '---:')));
  const lines = [`## ${title}`, '', line(columns), rule, ...rows.map(line)];
  if (notes.length > 0) lines.push('', ...notes.map((note) => `- ${note}`));
  return `${lines.join('\n')}\n`;
}
