import type { Evidence, Header, Result } from '../suites/model.js';
import { type Background, noBackground } from './background.js';
import { counted } from './duration.js';
import { lastLines, plain } from './escape.js';
import { checkRows, code, type ValueRow } from './failure_values.js';
import { isBytes } from './hexdiff.js';

/** Everything that a person needs to fix one failed case. Every format shows these rows, and none reads the result itself. */
export interface Failure {
  readonly id: string;
  readonly title: string;
  /** Why it does not gate, or whose fault it is. */
  readonly notes: readonly string[];
  readonly rows: readonly ValueRow[];
}

const LONGEST = 1000;
/** The most characters: enough for the largest usual `given`, and for the bytes of a packet. */
const LONGEST_INPUT = 600;

export function failureOf(
  result: Result,
  header: Pick<Header, 'targets'> | undefined,
  background: Background = noBackground,
): Failure {
  const { asked, rest } = partsOf(result.evidence ?? []);
  const related = background.findings([result.id, ...result.requires]);
  return {
    id: plain(result.id),
    title: plain(result.title, LONGEST),
    notes: notesOf(result),
    rows: [
      ...(header !== undefined && header.targets.length > 1
        ? [{ label: 'target', lines: [plain(result.target)] }]
        : []),
      { label: 'clause', lines: [clauseOf(result), ...clauseTexts(result, background)] },
      ...asked,
      ...(saysMore(result) ? [{ label: seenAs(asked), lines: [plain(result.reason ?? '', LONGEST)] }] : []),
      ...(result.checks ?? []).filter(({ ok }) => !ok).flatMap(checkRows),
      ...(result.why === undefined ? [] : [{ label: 'matters', lines: [plain(result.why, LONGEST)] }]),
      ...related.map(({ id, title }) => ({ label: 'finding', lines: [`${plain(id)}: ${plain(title)}`] })),
      ...rest.map(({ name, text }) => code(plain(name, 40), ...lastLines(text))),
      code('rerun', rerunCommand(result, header)),
    ],
  };
}

const ASKED = ['operation', 'given', 'input', 'expected'];

/** Where no answer came to check, the reason says what was received instead. */
const seenAs = (asked: readonly ValueRow[]): string =>
  asked.some(({ label }) => label === 'expected') ? 'received' : 'reason';

/** The input of a codec comes before its answer; transcripts and stderr follow. */
function partsOf(evidence: readonly Evidence[]): { asked: ValueRow[]; rest: readonly Evidence[] } {
  const asked = ASKED.flatMap((name) => evidence.find((one) => one.name === name) ?? []);
  return {
    asked: asked.map(({ name, text }) => code(name, sized(text))),
    rest: evidence.filter((one) => !asked.includes(one)),
  };
}

const sized = (text: string): string =>
  text !== '' && isBytes(text)
    ? `${plain(text, LONGEST_INPUT)} (${counted(text.length / 2, 'byte')})`
    : plain(text, LONGEST_INPUT);

/** Leaves out a reason that only repeats the check below it. */
const saysMore = ({ reason, checks = [] }: Result): boolean =>
  reason !== undefined && !checks.some(({ ok, what }) => !ok && reason.includes(what));

/** The exact command line that runs only this case. */
export function rerunCommand({ id, target }: Result, header: Pick<Header, 'targets'> | undefined): string {
  const command = header?.targets.find(({ name }) => name === target)?.rerun ?? 'conform run';
  return `${plain(command, 4 * LONGEST)} --only '${plain(id, LONGEST).replaceAll("'", "'\\''")}'`;
}

function clauseOf({ id, section, requires }: Result): string {
  const protocol = id.split('/')[0] ?? '';
  return plain(`${protocol} section ${section}: ${requires.join(', ')}`, LONGEST);
}

const MOST_CLAUSES = 3;

const clauseTexts = ({ requires }: Result, background: Background): string[] =>
  requires.slice(0, MOST_CLAUSES).flatMap((id) => {
    const clause = background.clause(id);
    return clause ? [`${clause.level}: ${plain(clause.text, LONGEST)}`] : [];
  });

function notesOf({ verdict, gates, level, waived, outside, dialect, repeat }: Result): string[] {
  const why = outside === undefined ? (level === 'must' ? '' : `${level}: `) : `${plain(outside)}: `;
  return [
    ...(verdict === 'error' ? ['a defect of conform, not of the target'] : []),
    ...(waived === undefined ? [] : [`waived: ${plain(waived)}`]),
    ...(dialect === undefined ? [] : [`reading "${plain(dialect)}"`]),
    ...(verdict === 'fail' && !gates && waived === undefined ? [`${why}does not gate`] : []),
    ...(repeat === undefined ? [] : [`round ${repeat}`]),
  ];
}
