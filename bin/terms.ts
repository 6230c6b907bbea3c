/** The terms of `--only` and `--skip` other than globs on ids: `tag:boundary`, `level:must`, and `verdict:fail` of a recording. */
import { LEVELS, VERDICTS } from '../reports/html/data.js';
import { readStream, StreamError } from '../reports/stream_read.js';
import type { Case, Line, Verdict } from '../suites/model.js';
import { asUsage, UsageError } from './command.js';
import { unknown } from './suggest.js';

type Chosen = Pick<Case, 'id' | 'level' | 'tags'>;

/** The verdicts of a recording, by id. */
export type Verdicts = ReadonlyMap<string, ReadonlySet<Verdict>>;

/** Replaces each term by the ids that it selects, and keeps globs on ids as they are. */
export function idsOfTerms(
  option: '--only' | '--skip',
  terms: readonly string[],
  cases: readonly Chosen[],
  verdicts?: Verdicts,
): string[] {
  return terms.flatMap((term) => {
    const [, kind, value = ''] = /^(tag|level|verdict):(.*)$/s.exec(term) ?? [];
    if (kind === undefined) return [term];
    const known: readonly string[] = kind === 'tag' ? tagsOf(cases) : kind === 'level' ? LEVELS : VERDICTS;
    if (!known.includes(value)) throw new UsageError(`${option}: ${unknown(kind, value, known)}`);
    if (kind === 'verdict' && verdicts === undefined)
      throw new UsageError(`${option} ${term} needs a recording: name it with --from FILE`);
    const isMeant = ({ id, tags = [], level }: Chosen): boolean => {
      if (kind === 'tag') return tags.includes(value);
      return kind === 'level' ? level === value : verdicts?.get(id)?.has(value as Verdict) === true;
    };
    const ids = cases.filter(isMeant).map(({ id }) => id);
    // An empty selection would select everything. So a term without ids stays as it is, and matches nothing.
    return ids.length > 0 ? ids : [term];
  });
}

export const tagsOf = (cases: readonly Chosen[]): string[] =>
  [...new Set(cases.flatMap(({ tags = [] }) => tags))].sort();

/** The verdicts of each id in a recording, over all its targets. */
export function verdictsIn(option: string, path: string): Verdicts {
  const found = new Map<string, Set<Verdict>>();
  const heard = (line: Line) => {
    if (line.kind !== 'result') return;
    found.set(line.id, (found.get(line.id) ?? new Set()).add(line.verdict));
  };
  asUsage(StreamError, () => readStream(path, heard), option);
  return found;
}
