import { columns, markdownTable } from './columns.js';

/** The part of a coverage that is shown. */
export interface ShownCoverage {
  readonly rows: readonly ShownRow[];
  readonly totals: readonly ShownTotals[];
  readonly unknown: readonly { readonly case: string; readonly requirement: string }[];
  readonly complete: boolean;
}

interface ShownRow {
  readonly requirement: {
    readonly id: string;
    readonly protocol: string;
    readonly level: string;
    readonly text: string;
  };
  readonly standing: string;
  readonly cases: readonly string[];
  readonly reason?: string;
  readonly unseen: readonly string[];
  readonly mutants?: { readonly killed: number; readonly of: number };
}

interface ShownTotals {
  readonly protocol: string;
  readonly requirements: number;
  readonly tested: number;
  readonly excluded: number;
  readonly waits: number;
  readonly neither: number;
  readonly cases: number;
}

const SHOWN_CASES = 3;

function detailOf({ requirement, cases, reason, unseen, mutants }: ShownRow): string {
  const more = cases.length > SHOWN_CASES ? ` and ${cases.length - SHOWN_CASES} more` : '';
  return [
    requirement.text,
    ...(cases.length > 0 ? [`by ${cases.slice(0, SHOWN_CASES).join(' ')}${more}`] : []),
    ...(mutants ? [`kills ${mutants.killed} of ${mutants.of} mutants`] : []),
    ...(unseen.length > 0 ? [`not yet seen by: ${unseen.join(', ')}`] : []),
    ...(reason === undefined ? [] : [reason]),
  ].join('\n');
}

export const cellsOf = (row: ShownRow) => [
  row.requirement.id,
  row.requirement.level,
  row.standing,
  detailOf(row),
];

/** Coverage for a terminal of this width: each requirement, then the totals, then the conclusion in words. */
export function coverageTable(coverage: ShownCoverage, width: number): string {
  return [
    columns(coverage.rows.map(cellsOf), width),
    totalsTable(coverage.totals, width),
    `${verdictOn(coverage).join('\n')}\n`,
  ].join('\n');
}

export const TOTALS = [
  'protocol',
  'requirements',
  'tested',
  'excluded',
  'waits',
  'neither',
  'cases',
] as const;

export const totalsRows = (totals: readonly ShownTotals[]) =>
  totals.map((one) => TOTALS.map((name) => String(one[name])));

const totalsTable = (totals: readonly ShownTotals[], width: number) =>
  columns([TOTALS, ...totalsRows(totals)], width);

export function coverageMarkdown(coverage: ShownCoverage): string {
  return [
    '# Coverage of the requirements\n',
    markdownTable(TOTALS, totalsRows(coverage.totals)),
    `${verdictOn(coverage).join('\n')}\n`,
    markdownTable(['requirement', 'level', 'standing', 'how'], coverage.rows.map(cellsOf)),
  ].join('\n');
}

/** One sentence for each kind of gap, or one that says that there is none. */
export function verdictOn({ rows, unknown, complete }: ShownCoverage): string[] {
  if (complete) return ['Every requirement is tested or excluded with a reason.'];
  const ids = (standing: string) =>
    rows.filter((row) => row.standing === standing).map(({ requirement }) => requirement.id);
  return [
    ...sentence(ids('neither'), 'neither tested nor excluded'),
    ...sentence(ids('waits'), 'waiting for a suite that does not test them yet'),
    ...unknown.map(({ case: id, requirement }) => `${id} cites ${requirement}, which is not a requirement.`),
  ];
}

function sentence(ids: readonly string[], standing: string): string[] {
  if (ids.length === 0) return [];
  const shown = ids.slice(0, 8).join(' ');
  const more = ids.length > 8 ? ` and ${ids.length - 8} more` : '';
  return [`${ids.length} ${standing}: ${shown}${more}.`];
}
