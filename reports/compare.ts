import { defined } from '../defined.js';
import type { Result, Verdict } from '../suites/model.js';
import { palette } from './color.js';
import { counted } from './duration.js';
import { plain } from './escape.js';
import { bySection } from './order.js';
import { readStream, type StreamEnd } from './stream_read.js';

/** The change of one case between two recordings. A side is absent when its recording does not have the case. */
export interface Change {
  readonly target: string;
  readonly id: string;
  readonly section: string;
  readonly before?: Verdict;
  readonly after?: Verdict;
  readonly reason?: string;
}

export interface Comparison {
  /** Cases that passed before and do not pass now, and new cases that fail. */
  readonly worse: readonly Change[];
  readonly better: readonly Change[];
  /** Other changes: a skip that is blocked now, a new pass, a removed case. */
  readonly other: readonly Change[];
  readonly same: number;
  /** Why a recording is incomplete, so that a missing case means nothing. */
  readonly incomplete: readonly string[];
}

type Outcome = Pick<Result, 'target' | 'id' | 'section' | 'verdict' | 'reason'>;

/** Compares by target and id. With one target on each side it compares by id, because the target may have another name. */
export function compareStreams(before: string, after: string): Comparison {
  const [old, now] = [outcomesOf(before), outcomesOf(after)];
  const alone = [old, now].every(({ end }) => end.header?.targets.length === 1);
  const keyOf = ({ target, id }: Outcome): string => (alone ? id : `${target}\n${id}`);
  const was = new Map(old.outcomes.map((one) => [keyOf(one), one]));
  const is = new Map(now.outcomes.map((one) => [keyOf(one), one]));
  const changes = [...new Set([...was.keys(), ...is.keys()])]
    .flatMap((key) => changeOf(was.get(key), is.get(key)))
    .sort(bySection);
  return {
    worse: changes.filter(isWorse),
    better: changes.filter(isBetter),
    other: changes.filter((change) => !isWorse(change) && !isBetter(change)),
    same: new Set([...was.keys(), ...is.keys()]).size - changes.length,
    incomplete: [
      ...(old.end.complete ? [] : [`${before}: ${old.end.reason}`]),
      ...(now.end.complete ? [] : [`${after}: ${now.end.reason}`]),
    ],
  };
}

const RANK: Readonly<Record<Verdict, number>> = { pass: 0, skip: 1, blocked: 2, error: 3, fail: 4 };

/** Among several rounds, the worst result counts. */
export function outcomesOf(path: string): { readonly end: StreamEnd; readonly outcomes: readonly Outcome[] } {
  const worst = new Map<string, Outcome>();
  const end = readStream(path, (line) => {
    if (line.kind !== 'result') return;
    const { target, id, section, verdict, reason } = line;
    const known = worst.get(`${target}\n${id}`);
    if (known && RANK[known.verdict] >= RANK[verdict]) return;
    worst.set(`${target}\n${id}`, { target, id, section, verdict, ...defined({ reason }) });
  });
  return { end, outcomes: [...worst.values()] };
}

function changeOf(before: Outcome | undefined, after: Outcome | undefined): Change[] {
  const one = after ?? before;
  if (!one || before?.verdict === after?.verdict) return [];
  return [
    {
      target: one.target,
      id: one.id,
      section: one.section,
      ...defined({ before: before?.verdict, after: after?.verdict, reason: after?.reason }),
    },
  ];
}

const isWorse = ({ before, after }: Change): boolean => before === 'pass' || after === 'fail';
const isBetter = ({ before, after }: Change): boolean => before !== undefined && after === 'pass';

export function comparisonText(
  { worse, better, other, same, incomplete }: Comparison,
  color: boolean,
): string {
  const { bold, red, green, yellow } = palette(color);
  const isOne = new Set([...worse, ...better, ...other].map(({ target }) => target)).size === 1;
  const list = (title: string, changes: readonly Change[]): string =>
    changes.length === 0
      ? ''
      : `${bold(`${changes.length} ${title}`)}\n${changes.map((change) => `${rowOf(change, isOne)}\n`).join('')}\n`;
  const verdict =
    worse.length > 0 ? red('WORSE') : incomplete.length > 0 ? yellow('INCOMPLETE') : green('NOT WORSE');
  return [
    list('worse', worse),
    list('better', better),
    list('changed otherwise', other),
    `${bold(verdict)}  ${counted(same, 'case')} as before\n`,
    ...incomplete.map((reason) => `  ${plain(reason, 1000)}\n`),
  ].join('');
}

function rowOf({ target, id, before, after, reason }: Change, isOne: boolean): string {
  const whose = isOne ? '' : `  ${plain(target)}`;
  const because = reason === undefined ? '' : `\n      ${plain(reason, 200)}`;
  return `  ${before ?? 'absent'} -> ${after ?? 'absent'}  ${plain(id)}${whose}${because}`;
}
