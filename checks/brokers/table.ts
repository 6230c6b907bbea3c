/** Reads the table of examples/brokers/README.md: which broker fails which case at should. */

/** Case ids by broker. */
export type Fails = ReadonlyMap<string, ReadonlySet<string>>;

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Reads the rows of the table whose heading begins with `case` and names the brokers. */
export function failsIn(markdown: string, brokers: readonly string[]): Fails {
  const lines = markdown.split('\n');
  const at = lines.findIndex((line) => cellsOf(line)[0] === 'case');
  if (at < 0) throw new Error('the page has no table that begins with a column "case"');
  const columns = cellsOf(lines[at] ?? '');
  const end = lines.findIndex((line, i) => i > at && !line.startsWith('|'));
  const rows = lines.slice(at + 2, end < 0 ? undefined : end).map(cellsOf);
  return new Map(
    brokers.map((broker) => {
      const column = columns.indexOf(broker);
      if (column < 0) throw new Error(`the table has no column for ${broker}`);
      const failed = rows.filter((cells) => cells[column] === 'fail');
      return [broker, new Set(failed.map(([id = '']) => id.replaceAll('`', '')))];
    }),
  );
}

/** The differences between the page and the run, in both directions. */
export function differences(said: ReadonlySet<string>, failed: readonly string[]): readonly string[] {
  const seen = new Set(failed);
  return [
    ...[...said].filter((id) => !seen.has(id)).map((id) => `the page says that ${id} fails: it does not`),
    ...failed.filter((id) => !said.has(id)).map((id) => `${id} fails: the page does not say so`),
  ];
}
