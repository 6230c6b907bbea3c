/** Turns the lines of recordings into the data of a page: cases once, results as rows of numbers. */
import { defined, ifGiven } from '../../defined.js';
import type { Footer, Header, Result } from '../../suites/model.js';
import type { Background } from '../background.js';
import { readingText, ungatedText } from '../cause_text.js';
import { collectCauses } from '../causes.js';
import { failureOf } from '../failure_model.js';
import { gathered, type Piece } from '../gathered.js';
import { type Cases, collectCases, numberOf } from './cases.js';
import { type CausesData, GATES, type More, type RunHeader, VERDICTS } from './data.js';
import { clipped, inScript, LONGEST } from './script_text.js';

const BETWEEN = ',\n';

/** What all recordings of a page share. */
interface Shared {
  readonly cases: Cases;
  readonly reasons: Map<string, number>;
}

export interface Collected {
  /** JSON, cut into pieces anywhere. */
  readonly runs: readonly Piece[];
  readonly cases: readonly Piece[];
  readonly clauses: readonly string[];
  readonly whys: readonly string[];
  readonly reasons: readonly string[];
  readonly protocols: ReadonlySet<string>;
  readonly ended: readonly EndedRun[];
}

/** What the page shows before its script runs. */
export interface EndedRun {
  readonly header: Header;
  readonly footer: Footer | undefined;
  readonly causes: ReturnType<ReturnType<typeof collectCauses>['end']>;
}

export function collector(background: Background) {
  const shared: Shared = { cases: collectCases(background), reasons: new Map() };
  const runs: Piece[] = [];
  const ended: EndedRun[] = [];
  let open: ReturnType<typeof openRun> | undefined;
  const close = (footer: Footer | undefined): void => {
    if (!open) return;
    const { pieces, end } = open.end(footer);
    if (runs.length > 0) runs.push(',');
    runs.push(...pieces);
    ended.push(end);
    open = undefined;
  };
  return {
    header(line: Header): void {
      close(undefined);
      open = openRun(line, shared, background);
    },
    result: (line: Result): void => open?.add(line),
    footer: close,
    end(): Collected {
      close(undefined);
      return {
        runs,
        ...shared.cases.end(),
        reasons: [...shared.reasons.keys()].map((reason) => JSON.stringify(reason)),
        ended,
      };
    },
  };
}

function openRun(header: Header, shared: Shared, background: Background) {
  const columns = new Map(header.targets.map(({ name }) => [name, openColumn(name, header, shared)]));
  const causes = collectCauses();
  const places = new WeakMap<Result, readonly [column: string, at: number]>();
  return {
    add(result: Result): void {
      causes.add(result);
      let column = columns.get(result.target);
      if (!column) {
        column = openColumn(result.target, header, shared);
        columns.set(result.target, column);
      }
      const { rows, numberOfCase } = column;
      if (result.verdict === 'fail' || result.verdict === 'error')
        places.set(result, [result.target, rows.count]);
      const at = numberOfCase(result);
      const more = moreOf(result, header, background);
      if (more === undefined && result.reason === undefined)
        rows.addRow(at, stateOf(result), result.ms, result.at ?? 0);
      else rows.add(rowOf(at, result, more, shared));
    },
    end(footer: Footer | undefined): { pieces: readonly Piece[]; end: EndedRun } {
      const told = causes.end();
      const names = [...columns.keys()];
      const list = told.list.map(({ first, count, alike, dependents }) => {
        const [column = '', at = 0] = places.get(first) ?? [];
        return {
          column: names.indexOf(column),
          result: at,
          count,
          alike: alike.map(({ id }) => clipped(id, LONGEST.id)),
          ...defined({ dependents }),
        };
      });
      const { untold, skipped, blocked, unspoken, readings, ungated } = told;
      const data: CausesData = {
        list,
        untold,
        skipped,
        blocked,
        unspoken,
        readings: readings.map((one) => readingText(one, background)),
        ungated: ungatedText(ungated),
      };
      const {
        planHash: _hash,
        kind: _kind,
        reasons,
        ...rest
      } = footer ?? { planHash: '', kind: '', reasons: [] };
      const parts = [
        `"header":${inScript(JSON.stringify(headerData(header)))}`,
        ...(footer
          ? [
              `"footer":${inScript(JSON.stringify({ ...rest, reasons: reasons.map((one) => clipped(one, LONGEST.text)) }))}`,
            ]
          : []),
        `"causes":${inScript(JSON.stringify(data))}`,
        '"columns":[',
      ];
      const pieces = [...columns].flatMap(([name, { rows }], at) => columnPieces(name, rows.end(), at === 0));
      return { pieces: [`{${parts.join(',\n')}`, ...pieces, ']}'], end: { header, footer, causes: told } };
    },
  };
}

const openColumn = (target: string, { plan }: Header, { cases }: Shared) => ({
  rows: gathered(BETWEEN),
  numberOfCase: cases.column(plan.cases.find((one) => one.target === target)?.ids ?? []),
});

const columnPieces = (name: string, rows: readonly Piece[], isFirst: boolean): readonly Piece[] => [
  `${isFirst ? '' : ','}{"target":${inScript(JSON.stringify(clipped(name, LONGEST.name)))},"results":[`,
  ...rows,
  ']}',
];

function headerData({ plan, targets, requirements, ...header }: Header): RunHeader {
  const { tool, specs, seed, level, profile, repeat, started } = header;
  return {
    tool: { name: clipped(tool.name, 100), version: clipped(tool.version, 100) },
    specs: specs.map((one) => ({
      ...one,
      title: clipped(one.title, 200),
      version: clipped(one.version, 100),
    })),
    seed,
    level,
    profile: clipped(profile, 100),
    repeat,
    started,
    ...(requirements ? { requirements: requirements.map(({ name }) => name) } : {}),
    planned: plan.cases.reduce((sum, { ids }) => sum + ids.length, 0) * repeat,
    targets: targets.map(({ name, kind, capabilities, dialects, rerun, remarks }) => ({
      name: clipped(name, LONGEST.name),
      kind: clipped(kind, 100),
      capabilities: JSON.stringify(capabilities).length > LONGEST.capabilities ? null : capabilities,
      dialects,
      rerun: clipped(rerun, LONGEST.rerun),
      ...(remarks ? { remarks: remarks.map((one) => clipped(one, LONGEST.text)) } : {}),
    })),
  };
}

const stateOf = ({ verdict, gates }: Result): number => VERDICTS.indexOf(verdict) + (gates ? GATES : 0);

function rowOf(caseAt: number, result: Result, more: string | undefined, { reasons }: Shared): string {
  const { ms, at = 0, reason } = result;
  const because = reason === undefined ? 0 : 1 + numberOf(reasons, clipped(reason, LONGEST.text));
  const begin = `[${caseAt},${stateOf(result)},${ms},${at},${because}`;
  return more === undefined ? `${begin}]` : `${begin},${inScript(more)}]`;
}

/** As JSON; nothing for the many results that have nothing of it. */
function moreOf(result: Result, header: Header, background: Background): string | undefined {
  const { dialect, waived, outside, control, unsteady, repeat, checks, evidence } = result;
  const isPlain =
    checks === undefined &&
    evidence === undefined &&
    dialect === undefined &&
    waived === undefined &&
    outside === undefined &&
    control === undefined &&
    unsteady === undefined &&
    repeat === undefined;
  if (isPlain) return undefined;
  const short: More = {
    ...defined({
      dialect: ifGiven(dialect, (text) => clipped(text, 200)),
      waived: ifGiven(waived, (text) => clipped(text, LONGEST.text)),
      outside: ifGiven(outside, (text) => clipped(text, 200)),
      control: ifGiven(control, (text) => clipped(text, LONGEST.id)),
      unsteady,
      repeat,
    }),
  };
  if (checks === undefined && evidence === undefined) return JSON.stringify(short);
  const texts = (evidence ?? []).reduce((sum, { text }) => sum + text.length, 0);
  const whole = texts > LONGEST.more ? undefined : JSON.stringify({ ...short, checks, evidence });
  if (whole !== undefined && whole.length <= LONGEST.more) return whole;
  return JSON.stringify({ ...short, rows: failureOf(result, header, background).rows });
}
