/** Breaks text at spaces into lines of at most `width`, except for a longer word. Keeps line breaks. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}

const GAP = 2;

/** Rows as text in columns. Each column is as wide as its widest cell; the last one is wrapped into the remaining width. */
export function columns(rows: readonly (readonly string[])[], width: number): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const fixed = Array.from({ length: Math.max(0, count - 1) }, (_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  const indent = fixed.reduce((sum, one) => sum + one + GAP, 0);
  const lines = rows.flatMap((row) => {
    const head = fixed.map((one, at) => (row[at] ?? '').padEnd(one + GAP)).join('');
    return wrap(row[count - 1] ?? '', Math.max(width - indent, 30)).map((line, at) =>
      `${at === 0 ? head : ' '.repeat(indent)}${line}`.trimEnd(),
    );
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** A Markdown table; cells may hold any text. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/[\\|`*_<>[\]]/g, '\\$&').replaceAll('\n', ' ')).join(' | ')} |\n`;
  return [header, header.map(() => '---'), ...rows]
    .map((cells, at) => (at === 1 ? `| ${cells.join(' | ')} |\n` : line(cells)))
    .join('');
}
