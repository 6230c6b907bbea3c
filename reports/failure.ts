import type { Check, Header, Json, Result } from '../suites/model.js';
import { palette } from './color.js';
import { type Difference, firstDifference } from './difference.js';
import { counted } from './duration.js';
import { plain, plainLines } from './escape.js';
import { firstDifferentByte, hexDiff, isBytes } from './hexdiff.js';

const INDENT = '      ';
const LABEL = 10;
const LONGEST = 1000;

/** All that a person needs to mend one failed case, and the command that asks it again. */
export function failureText(result: Result, header: Header | undefined, color: boolean): string {
  const { dim, bold, cyan } = palette(color);
  const row = (label: string, [first = '', ...rest]: readonly string[]): string[] => [
    `${INDENT}${dim(label.padEnd(LABEL - 1))} ${first}`,
    ...rest.map((line) => `${INDENT}${' '.repeat(LABEL)}${line}`),
  ];
  const lines = [
    `${headline(result, color)}  ${bold(plain(result.id))}${dim(aside(result))}`,
    `${INDENT}${plain(result.title, LONGEST)}`,
    ...(header !== undefined && header.targets.length > 1 ? row('target', [plain(result.target)]) : []),
    ...row('clause', [clauseOf(result)]),
    ...(saysMore(result) ? row('reason', [plain(result.reason ?? '', LONGEST)]) : []),
    ...(result.checks ?? []).filter(({ ok }) => !ok).flatMap((check) => checkRows(check, row)),
    ...(result.why === undefined ? [] : row('matters', [plain(result.why, LONGEST)])),
    ...(result.evidence ?? []).flatMap(({ name, text }) => row(plain(name, 40), plainLines(text))),
    ...row('rerun', [cyan(rerunCommand(result, header))]),
  ];
  return `${lines.join('\n')}\n\n`;
}

/** A reason that only names the check below it is not said twice. */
const saysMore = ({ reason, checks = [] }: Result): boolean =>
  reason !== undefined && !checks.some(({ ok, what }) => !ok && reason.includes(what));

/** The exact command line that asks this case only. */
export function rerunCommand({ id, target }: Result, header: Header | undefined): string {
  const command = header?.targets.find(({ name }) => name === target)?.rerun ?? 'conform run';
  return `${plain(command, 4 * LONGEST)} --only '${plain(id, LONGEST).replaceAll("'", "'\\''")}'`;
}

export function clauseOf({ id, section, requires }: Result): string {
  const protocol = id.split('/')[0] ?? '';
  return plain(`${protocol} section ${section}: ${requires.join(', ')}`, LONGEST);
}

function headline({ verdict, gates }: Result, color: boolean): string {
  const { red, yellow, bold } = palette(color);
  return (gates ? red : yellow)(bold(verdict === 'error' ? 'ERR ' : 'FAIL'));
}

function aside({ verdict, gates, level, waived, dialect, repeat }: Result): string {
  const parts = [
    ...(verdict === 'error' ? ['a defect of conform, not of the target'] : []),
    ...(waived === undefined ? [] : [`waived: ${plain(waived)}`]),
    ...(dialect === undefined ? [] : [`reading "${plain(dialect)}"`]),
    ...(verdict === 'fail' && !gates && waived === undefined
      ? [level === 'must' ? 'does not gate' : `${level}: does not gate`]
      : []),
    ...(repeat === undefined ? [] : [`round ${repeat}`]),
  ];
  return parts.length > 0 ? `  (${parts.join('; ')})` : '';
}

type Row = (label: string, lines: readonly string[]) => string[];

function checkRows({ what, expected, observed }: Check, row: Row): string[] {
  const check = row('check', [plain(what, LONGEST)]);
  if (expected === undefined || observed === undefined) {
    return [
      ...check,
      ...(expected === undefined ? [] : row('expected', [shown(expected, 0)])),
      ...(observed === undefined ? [] : row('observed', [shown(observed, 0)])),
    ];
  }
  const difference = firstDifference(expected, observed) ?? { pointer: '', expected, observed };
  return [...check, ...placeOf(difference).flatMap((place) => row('at', [place])), ...sides(difference, row)];
}

/** Where it differs, for what does not show at a glance. */
function placeOf({ pointer, only, expected, observed }: Difference): string[] {
  const isLarge = [expected, observed].some((value) => JSON.stringify(value).length > WINDOW);
  const member = only && isLarge ? `${plain(JSON.stringify(only.key))} is only ${only.side}` : '';
  const parts = [plain(pointer), member].filter((part) => part !== '');
  return parts.length > 0 ? [parts.join(', ')] : [];
}

/** Two texts of bytes that share nothing but a few first bytes are still best seen as bytes. */
const SHORTEST_BYTES = 8;

function sides({ expected, observed }: Difference, row: Row): string[] {
  if (
    isBytes(expected) &&
    isBytes(observed) &&
    Math.max(expected.length, observed.length) >= SHORTEST_BYTES
  ) {
    const at = firstDifferentByte(expected, observed);
    const [first, ...rest] = hexDiff(expected, observed);
    const sizes = `${counted(expected.length / 2, 'byte')} expected, ${observed.length / 2} observed`;
    if (first !== undefined && at !== undefined) return row('bytes', [sizes, first, ...rest]);
  }
  const from = firstDifferentCharacter(expected, observed);
  return [...row('expected', [shown(expected, from)]), ...row('observed', [shown(observed, from)])];
}

const WINDOW = 300;
const LEAD = 60;

/** A value as JSON; of a long text the part around the difference. */
function shown(value: Json, difference: number): string {
  if (typeof value !== 'string' || value.length <= WINDOW || difference <= LEAD) {
    return plain(JSON.stringify(value), WINDOW);
  }
  const start = difference - LEAD;
  return `(${start} characters)... ${plain(JSON.stringify(value.slice(start)), WINDOW)}`;
}

function firstDifferentCharacter(a: Json, b: Json): number {
  if (typeof a !== 'string' || typeof b !== 'string') return 0;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
