/** JSON with comments, for files that people edit. */

/** A text, a comment, a comma before a closing bracket, or any other character. */
const PIECE = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=\s*[\]}])|[\s\S]/g;

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** Replaces comments and trailing commas by blanks, so that every other character keeps its place. */
export function withoutComments(text: string): string {
  const bare = text.replace(PIECE, (piece) => (/^\/[/*]/.test(piece) ? blank(piece) : piece));
  return bare.replace(PIECE, (piece, at: number) =>
    piece === ',' && /^,\s*[\]}]/.test(bare.slice(at)) ? ' ' : piece,
  );
}

/** The place of a list item in its text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The items of a text that is a list. */
export function itemsOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  let depth = 0;
  let from: number | undefined;
  const bare = withoutComments(text);
  for (const { 0: piece, index } of bare.matchAll(PIECE)) {
    const closes = piece === ']' || piece === '}';
    if (closes) depth--;
    if (from !== undefined && ((depth === 1 && piece === ',') || (depth === 0 && closes))) {
      spans.push({ from, to: from + bare.slice(from, index).trimEnd().length });
      from = undefined;
    } else if (depth === 1 && from === undefined && piece.trim() !== '' && !closes) from = index;
    if (piece === '[' || piece === '{') depth++;
  }
  return spans;
}

/** The text without some of its items, each with the comma that follows it. Comments between items stay. */
export function withoutItems(text: string, isLeftOut: (at: number) => boolean): string {
  const spans = itemsOf(text);
  const bare = withoutComments(text);
  let kept = text;
  for (let at = spans.length - 1; at >= 0; at--) {
    const span = spans[at];
    if (!span || !isLeftOut(at)) continue;
    const comma = /^\s*,/.exec(bare.slice(span.to))?.[0].length;
    const before = text.slice(0, span.from);
    // An item that has a line for itself takes the line with it.
    const from = /\n[ \t]*$/.test(before) ? before.replace(/\n[ \t]*$/, '').length : span.from;
    if (comma !== undefined)
      kept = without(kept, [
        { from, to: span.to },
        { from: span.to + comma - 1, to: span.to + comma },
      ]);
    else kept = without(kept, [{ from, to: span.to }]);
  }
  return withoutLastComma(kept);
}

const without = (text: string, spans: readonly Span[]): string =>
  spans
    .toSorted((a, b) => b.from - a.from)
    .reduce((rest, { from, to }) => rest.slice(0, from) + rest.slice(to), text);

/** The comma after the item that is last now. */
function withoutLastComma(text: string): string {
  const last = itemsOf(text).at(-1);
  if (!last) return text;
  const noComments = text.replace(PIECE, (piece) => (/^\/[/*]/.test(piece) ? blank(piece) : piece));
  const comma = /^\s*,(?=\s*\])/.exec(noComments.slice(last.to))?.[0].length;
  return comma === undefined ? text : text.slice(0, last.to + comma - 1) + text.slice(last.to + comma);
}

/** The text with more items at its end, indented by two blanks for each level. */
export function withItems(text: string, items: readonly unknown[]): string {
  if (items.length === 0) return text;
  const written = items.map((item) => JSON.stringify(item, null, 2).replace(/^/gm, '  ')).join(',\n');
  const last = itemsOf(text).at(-1);
  if (last) return `${text.slice(0, last.to)},\n${written}${text.slice(last.to).replace(/^(\s*),/, '$1')}`;
  const end = withoutComments(text).lastIndexOf(']');
  const inside = text.slice(0, end).trimEnd();
  return `${inside}\n${written}\n${text.slice(end)}`;
}
