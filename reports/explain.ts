import type { Case, Json, Requirement, Vector } from '../suites/model.js';
import { columns, wrap } from './columns.js';

interface ShownField {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  readonly value: string;
}

interface ShownFinding {
  readonly id: string;
  readonly title: string;
  readonly stance: string;
}

export interface ShownCase {
  readonly case: Case;
  readonly requirements: readonly Requirement[];
  readonly findings: readonly ShownFinding[];
  readonly vector?: Vector;
  readonly fields: readonly ShownField[];
  /** The command that runs it again. */
  readonly rerun: string;
}

export interface ShownRequirement {
  readonly requirement: Requirement;
  readonly cases: readonly Case[];
  readonly findings: readonly ShownFinding[];
}

export function explainRequirement(
  { requirement, cases, findings }: ShownRequirement,
  width: number,
): string {
  const { id, alias, protocol, section, level, binds, observed, text, implied, excluded, waits } =
    requirement;
  const untested = excluded ?? (waits === undefined ? 'no case cites it' : `waits for the suite ${waits}`);
  return sections(width, [
    [alias === undefined ? id : `${id} (${alias})`, text],
    ['clause', `${protocol}, section ${section}${implied ? ', implied by the text' : ''}`],
    ['level', `${level}, binds ${binds.join(' and ')}, seen by ${observed.join(', ')}`],
    ...(cases.length === 0 ? [['untested', untested] as const] : []),
    ...cases.map((one) => ['tested by', `${one.id}: ${one.title}`] as const),
    ...findings.map(findingRow),
  ]);
}

export function explainCase(shown: ShownCase, width: number): string {
  const { case: one, requirements, findings, vector, fields, rerun } = shown;
  const head = sections(width, [
    [one.id, one.title],
    ...requirements.map(({ id, level, text }) => ['clause', `${id} (${level}): ${text}`] as const),
    ['why', one.why],
    ...(one.control === undefined
      ? []
      : [['control', `${one.control} must pass for this to count`] as const]),
    ...(one.dialect === undefined
      ? []
      : [['dialect', `${one.dialect.name} of ${one.dialect.subject}`] as const]),
    ...(one.waits === undefined
      ? []
      : [['waits', `${one.waits} ms, which the specification requires`] as const]),
    ...(one.harm === undefined ? [] : [['harm', one.harm] as const]),
    ...findings.map(findingRow),
    ...(vector ? vectorRows(vector) : []),
    ['rerun', rerun],
  ]);
  return fields.length === 0 ? head : `${head}\n${fieldTable(fields, width)}`;
}

const vectorRows = ({ op, given, input, expect, source }: Vector): Row[] => [
  ['asks', op],
  ...(Object.keys(given).length === 0 ? [] : [['given', json(given)] as const]),
  ['input', json(input)],
  'reject' in expect
    ? ['expects', `a rejection (our code: ${expect.reject})`]
    : ['expects', json(expect.accept)],
  ...(source === undefined ? [] : [['source', source] as const]),
];

const fieldTable = (fields: readonly ShownField[], width: number): string =>
  columns(
    [
      ['offset', 'bytes', 'field', 'value'],
      ...fields.map(({ offset, length, name, value }) => [String(offset), String(length), name, cut(value)]),
    ],
    width,
  );

type Row = readonly [name: string, text: string];

const findingRow = ({ id, title, stance }: ShownFinding): Row => [
  'finding',
  `${id}: ${title}. Stance: ${stance}`,
];

/** The first row is the heading. All other rows have their names in a column. */
function sections(width: number, [heading, ...rows]: readonly Row[]): string {
  const [name = '', text = ''] = heading ?? [];
  const title = wrap(text, width - 2).map((line) => `  ${line}`);
  return `${[name, ...title].join('\n')}\n\n${columns(rows, width)}`;
}

const LONGEST = 600;

const cut = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}... (${text.length} characters)` : text;

const json = (value: Json): string => cut(typeof value === 'string' ? value : JSON.stringify(value));
