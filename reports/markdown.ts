import { EXIT, exitWords } from '../exit.js';
import type { Footer, Header, Reporter, Result } from '../suites/model.js';
import type { Before } from './against.js';
import { type Background, noBackground } from './background.js';
import { causeRows, readingText, ungatedText } from './cause_text.js';
import { type Cause, type Causes, collectCauses } from './causes.js';
import { markdownTable } from './columns.js';
import { counted, duration } from './duration.js';
import { entities, markdown, plain } from './escape.js';
import { rowLines } from './failure_lines.js';
import { failureOf } from './failure_model.js';
import { type Group, keepFirst } from './groups.js';
import { killRates } from './kill_rate.js';
import type { Placed } from './order.js';
import type { Output } from './output.js';
import { countByTarget } from './summary.js';
import { ungatedFails } from './ungated.js';

export interface MarkdownOptions {
  readonly background?: Background;
  /** An earlier run; only changes since then are shown. */
  readonly before?: Before | undefined;
}

/** GitHub accepts a job summary of at most 1 MiB, and a comment of at most 65,536 characters. */
const MOST_CAUSES = 25;
const MOST_CHANGES = 100;

interface Change extends Placed {
  readonly was: string;
  readonly now: string;
}

/** The report for a job summary or a comment: verdict, counts, changes, and each failure folded. */
export function markdownReporter(output: Output, options: MarkdownOptions = {}): Reporter {
  const { background = noBackground, before } = options;
  const causes = collectCauses();
  const ungated = ungatedFails();
  const changes: Change[] = [];
  let counts = countByTarget([]);
  let header: Header | undefined;
  let same = 0;
  let changed = 0;
  let ended = false;

  const take = (result: Result): void => {
    counts.add(result);
    ungated.add(result);
    const was = before?.verdictOf(result);
    if (was === result.verdict) {
      same++;
      return;
    }
    causes.add(result);
    if (before === undefined) return;
    changed++;
    const { id, section, target, verdict: now } = result;
    keepFirst(changes, { id, section, target, now, was: was ?? 'absent' }, MOST_CHANGES);
  };

  const finish = (footer: Footer | undefined): void => {
    ended = true;
    const told = causes.end();
    const texts = [
      verdict(footer, header, ungatedText(ungated.counts)),
      markdownTable(['target', 'pass', 'fail', 'skip', 'blocked', 'error'], rowsOf(counts)),
      before === undefined ? '' : changeText(before, changes, { changed, same }),
      ...told.readings.map((one) => `> ${markdown(readingText(one, background), 1000)}\n`),
      failures(told, header, background),
      groupsText('Blocked', told.blocked),
      before === undefined ? groupsText('Skipped', told.skipped) : '',
    ];
    output.write(texts.filter((text) => text !== '').join('\n'));
  };

  return {
    line(line) {
      if (line.kind === 'footer') return finish(line);
      if (line.kind === 'result') return take(line);
      header = line;
      counts = countByTarget(line.targets.map(({ name }) => name));
    },
    end() {
      if (!ended) finish(undefined);
    },
  };
}

function verdict(footer: Footer | undefined, header: Header | undefined, ungated: string): string {
  const word = exitWords[footer?.exit ?? EXIT.incomplete] ?? '';
  const names = (header?.targets ?? []).map(({ name }) => markdown(name, 100)).join(', ');
  const heading = `## ${word}${names === '' ? '' : `: ${names}`}\n`;
  if (footer === undefined) return `${heading}\nThe run did not end.\n`;
  const { planned, notRun, ms, reasons } = footer;
  const ran = notRun === 0 ? counted(planned, 'case') : `${planned - notRun} of ${counted(planned, 'case')}`;
  const lines = [...reasons, ...(ungated === '' ? [] : [ungated]), ...killRates(header)].map(
    (one) => `- ${markdown(one, 1000)}\n`,
  );
  return `${heading}\n${ran} in ${duration(ms)}, ${markdown(`conform ${header?.tool.version ?? ''}`)}, seed ${header?.seed ?? 0}.\n${lines.length === 0 ? '' : `\n${lines.join('')}`}`;
}

/** Text that GitHub turns into a link, a mention or a reference, even in a cell. */
const cell = (text: string, limit?: number): string =>
  plain(text, limit).replace(/[&@#:]|www(?=\.)/gi, (part) =>
    part.length === 1 ? `&#${part.charCodeAt(0)};` : `&#119;${part.slice(1)}`,
  );

const rowsOf = ({ targets }: ReturnType<typeof countByTarget>): string[][] =>
  [...targets].map(([name, { pass, fail, skip, blocked, error }]) => [
    cell(name, 100),
    ...[pass, fail, skip, blocked, error].map(String),
  ]);

function changeText(
  before: Before,
  changes: readonly Change[],
  { changed, same }: { readonly changed: number; readonly same: number },
): string {
  const head = `### Changed against ${markdown(before.name)}\n\n`;
  if (changed === 0) return `${head}Nothing: ${counted(same, 'case')} as before.\n`;
  const more = changed > changes.length ? `\n${changed - changes.length} more changed.\n` : '';
  const rows = changes.map(({ id, was, now }) => [cell(id), was, now]);
  return `${head}${counted(changed, 'case')} changed, ${same} as before.\n\n${markdownTable(['case', 'before', 'now'], rows)}${more}`;
}

function failures({ list, untold }: Causes, header: Header | undefined, background: Background): string {
  if (list.length === 0) return '';
  const shown = list.slice(0, MOST_CAUSES).map((cause) => folded(cause, header, background));
  const rest = list.slice(MOST_CAUSES).reduce((sum, { count }) => sum + count, untold);
  return `### Failures\n\n${shown.join('\n')}${rest > 0 ? `\n${counted(rest, 'more failure')} not shown.\n` : ''}`;
}

function folded(cause: Cause, header: Header | undefined, background: Background): string {
  const { id, title, notes, rows } = failureOf(cause.first, header, background);
  const aside = notes.length > 0 ? ` <i>(${entities(notes.join('; '))})</i>` : '';
  const more = cause.count > 1 ? `, and ${cause.count - 1} alike` : '';
  const below = cause.dependents === undefined ? '' : `, and ${cause.dependents.count} that depend on it`;
  const lines = rowLines([...rows, ...causeRows(cause)]);
  return `<details><summary><code>${entities(id)}</code>${aside}: ${entities(title)}${more}${below}</summary>\n\n${fenced(lines)}\n</details>\n`;
}

/** A fence that is longer than any run of backticks in the text. */
function fenced(lines: readonly string[]): string {
  const text = lines.join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}\n`;
}

function groupsText(title: string, groups: readonly Group[]): string {
  if (groups.length === 0) return '';
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const rows = groups.map(({ count, reason }) => [String(count), cell(reason)]);
  return `<details><summary>${title}: ${total}</summary>\n\n${markdownTable(['cases', 'reason'], rows)}\n</details>\n`;
}
