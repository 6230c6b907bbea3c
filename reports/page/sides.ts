/** Expected and received with a caret below them: a page marks the first difference in the text itself. */
import type { ValueRow } from '../failure_values.js';

export interface Sided extends ValueRow {
  readonly side?: {
    /** What both sides begin with. */
    readonly shared: string;
    readonly rest: string;
    readonly note?: string;
  };
}

const CARET = /^( *)\^ first difference$/;

export function sided(rows: readonly ValueRow[]): readonly Sided[] {
  return rows.map((row, at): Sided => {
    const beginsPair = row.label === 'expected' && rows[at + 1]?.label === 'received';
    const caret = CARET.exec((beginsPair ? rows[at + 1] : row)?.lines.at(-1) ?? '');
    const [text = ''] = row.lines;
    if (!row.code || !caret || (!beginsPair && row.label !== 'received')) return row;
    const from = beforePair(text, caret[1]?.length ?? 0);
    const side = { shared: text.slice(0, from), rest: text.slice(from) };
    return { ...row, side: beginsPair ? side : { ...side, note: `first difference: character ${from + 1}` } };
  });
}

/** Two characters that share only the first half of a surrogate pair differ as a whole. */
const beforePair = (text: string, at: number): number =>
  /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) ? at - 1 : at;
