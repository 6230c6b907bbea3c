import { EXIT, exitWords, isOurs } from '../exit.js';
import type { Footer, Header, Result, Verdict } from '../suites/model.js';
import { type Paint, palette } from './color.js';
import { counted, duration } from './duration.js';
import { plain } from './escape.js';
import type { Group } from './groups.js';

const verdicts: readonly Verdict[] = ['pass', 'fail', 'skip', 'blocked', 'error'];

/** Counts results by target as they come. */
export interface Counts {
  add(result: Result): void;
  readonly targets: ReadonlyMap<string, Readonly<Record<Verdict, number>>>;
}

export function countByTarget(names: readonly string[]): Counts {
  const none = () => ({ pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 });
  const targets = new Map(names.map((name) => [name, none()]));
  return {
    add({ target, verdict }) {
      const counts = targets.get(target) ?? none();
      targets.set(target, counts);
      counts[verdict]++;
    },
    targets,
  };
}

export function groupText(title: string, list: readonly Group[], color: boolean): string {
  if (list.length === 0) return '';
  const { bold, dim } = palette(color);
  const total = list.reduce((sum, { count }) => sum + count, 0);
  const size = String(Math.max(...list.map(({ count }) => count))).length;
  const rows = list.map(({ reason, count, examples }) => {
    const others = count - examples.length;
    const named = `${examples.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
    return `  ${String(count).padStart(size)}  ${reason}\n  ${' '.repeat(size)}  ${dim(named)}\n`;
  });
  return `${bold(`${total} ${title}`)}\n${rows.join('')}\n`;
}

export function countsTable({ targets }: Counts, color: boolean): string {
  const { dim, red, green, yellow } = palette(color);
  const paints: Readonly<Record<Verdict, Paint>> = {
    pass: green,
    fail: red,
    skip: (text) => text,
    blocked: yellow,
    error: red,
  };
  const names = [...targets.keys()].map((name) => plain(name, 48));
  const width = Math.max(0, ...names.map((name) => name.length));
  const head = dim(`${' '.repeat(width)}${verdicts.map((verdict) => verdict.padStart(9)).join('')}`);
  const rows = [...targets.values()].map((counts, at) => {
    const cells = verdicts.map((verdict) => {
      const cell = String(counts[verdict]).padStart(9);
      return counts[verdict] === 0 ? dim(cell) : paints[verdict](cell);
    });
    return `${(names[at] ?? '').padEnd(width)}${cells.join('')}`;
  });
  return targets.size === 0 ? '' : `${[head, ...rows].join('\n')}\n\n`;
}

/** Whether the run tests only conform itself. Then its verdict proves nothing about any implementation. */
export const testsItself = (header: Pick<Header, 'targets'> | undefined): boolean =>
  header !== undefined && header.targets.length > 0 && header.targets.every(isOurs);

export const SELF_OPENING = 'This run tests conform itself: its built-in reference is the only target.';
const SELF_ENDING = 'This run tested conform itself. Name your own implementation with --target.';

/** The verdict. It is the last line, and often the only one that is read. */
export function verdictText(
  footer: Footer | undefined,
  color: boolean,
  header?: Pick<Header, 'targets'>,
  /** Failures that do not gate, in one line. */
  ungated = '',
): string {
  const { bold, red, green, yellow, dim } = palette(color);
  if (footer === undefined) {
    return `${bold(yellow(exitWords[EXIT.incomplete] ?? ''))}  the run did not end ${dim(`(exit ${EXIT.incomplete})`)}\n`;
  }
  const { exit, reasons, planned, notRun, counts, ms } = footer;
  const paint = exit === EXIT.green ? green : exit === EXIT.failed ? red : yellow;
  const ran = notRun === 0 ? counted(planned, 'case') : `${planned - notRun} of ${counted(planned, 'case')}`;
  const skipped = counts.skip === 0 ? '' : `, ${counts.skip} of them skipped,`;
  const waived = waiverLines(footer)
    .map((line) => `  ${plain(line, 1000)}\n`)
    .join('');
  const because = [...reasons, ...(ungated === '' ? [] : [ungated])]
    .map((reason) => `  ${plain(reason, 1000)}\n`)
    .join('');
  const itself = testsItself(header) ? `${SELF_ENDING}\n` : '';
  return `${bold(paint(exitWords[exit] ?? ''))}  ${ran}${skipped} in ${duration(ms)} ${dim(`(exit ${exit})`)}\n${because}${waived}${itself}`;
}

/** The waived failures, and the waivers that expire soon. */
function waiverLines({ waivers }: Pick<Footer, 'waivers'>): string[] {
  if (!waivers) return [];
  const { fails, expiring } = waivers;
  return [
    ...(fails === 0 ? [] : [`${counted(fails, 'fail')} waived`]),
    ...expiring.map(
      ({ id, expires, days }) =>
        `the waiver of ${id} expires on ${expires}, ${days === 0 ? 'today' : `in ${counted(days, 'day')}`}`,
    ),
  ];
}
