/** Turns the lines of recordings into the data of a page: cases once, results as rows of numbers. */
import { defined } from '../../defined.js';
import type { Footer, Header, Result } from '../../suites/model.js';
import type { Background } from '../background.js';
import { readingText, ungatedText } from '../cause_text.js';
import { collectCauses } from '../causes.js';
import { failureOf } from '../failure_model.js';
import { type Gathered, gathered } from '../gathered.js';
import { type CausesData, GATES, LEVELS, type More, type RunHeader, VERDICTS } from './data.js';
import { clipped, inScript, quoted } from './script_text.js';

/** Longest texts that are kept; what shows them cuts them shorter. */
const LONGEST = { id: 1000, text: 1200, name: 1000, rerun: 4000, more: 32_768, capabilities: 4000 } as const;

const BETWEEN = ',\n';

/** Names and texts that many results share, each written once. */
interface Shared {
  readonly cases: Map<string, number>;
  readonly caseTexts: Gathered;
  readonly clauses: Map<string, number>;
  readonly reasons: Map<string, number>;
  readonly protocols: Set<string>;
  /** Lists of clauses as JSON, in the order of their numbers. */
  readonly clauseTexts: string[];
  /** The protocol that came last, with a slash. */
  last: string;
}

export interface Collected {
  /** Each a piece of JSON. */
  readonly runs: readonly string[];
  readonly cases: readonly string[];
  readonly clauses: readonly string[];
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
  const shared: Shared = {
    cases: new Map(),
    caseTexts: gathered(BETWEEN),
    clauses: new Map(),
    reasons: new Map(),
    protocols: new Set(),
    clauseTexts: [],
    last: '',
  };
  const runs: string[] = [];
  const ended: EndedRun[] = [];
  let open: ReturnType<typeof openRun> | undefined;
  const close = (footer: Footer | undefined): void => {
    if (!open) return;
    const { text, end } = open.end(footer);
    runs.push(text);
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
        cases: shared.caseTexts.end(),
        clauses: shared.clauseTexts,
        reasons: [...shared.reasons.keys()].map((reason) => JSON.stringify(reason)),
        protocols: shared.protocols,
        ended,
      };
    },
  };
}

function openRun(header: Header, shared: Shared, background: Background) {
  const columns = new Map(header.targets.map(({ name }) => [name, gathered(BETWEEN)]));
  const causes = collectCauses();
  const places = new WeakMap<Result, readonly [column: string, at: number]>();
  return {
    add(result: Result): void {
      causes.add(result);
      let rows = columns.get(result.target);
      if (!rows) {
        rows = gathered(BETWEEN);
        columns.set(result.target, rows);
      }
      if (result.verdict === 'fail' || result.verdict === 'error')
        places.set(result, [result.target, rows.count]);
      rows.add(rowOf(result, shared, header, background));
    },
    end(footer: Footer | undefined): { text: string; end: EndedRun } {
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
        readings: readings.map((one) => readingText(one, background.findings(one.related))),
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
        `"columns":[${names.map((name) => columnText(name, columns.get(name)?.end() ?? [])).join(',')}]`,
      ];
      return { text: `{${parts.join(',\n')}}`, end: { header, footer, causes: told } };
    },
  };
}

const columnText = (name: string, rows: readonly string[]): string =>
  `{"target":${inScript(JSON.stringify(clipped(name, LONGEST.name)))},"results":[${rows.join('')}]}`;

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

function rowOf(result: Result, shared: Shared, header: Header, background: Background): string {
  const { verdict, gates, ms, at = 0, reason } = result;
  const state = VERDICTS.indexOf(verdict) + (gates ? GATES : 0);
  const more = moreOf(result, header, background);
  const because = reason === undefined ? 0 : 1 + numberOf(shared.reasons, clipped(reason, LONGEST.text));
  const begin = `[${caseAt(result, shared, background)},${state},${ms},${at}`;
  if (more !== undefined) return `${begin},${because},${inScript(more)}]`;
  return because === 0 ? `${begin}]` : `${begin},${because}]`;
}

function numberOf(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

function caseAt(result: Result, shared: Shared, background: Background): number {
  const { cases, caseTexts } = shared;
  const known = cases.get(result.id);
  if (known !== undefined) return known;
  const at = cases.size;
  const { id, title, section, requires, level, why = '' } = result;
  cases.set(id, at);
  addProtocol(id, shared);
  const tags = background.tags?.(id) ?? [];
  const words = `${quoted(clipped(id, LONGEST.id))},${quoted(clipped(title, LONGEST.text))},${quoted(clipped(section, 100))}`;
  const rest = `${clausesAt(requires, shared)},${LEVELS.indexOf(level)},${quoted(clipped(why, LONGEST.text))}`;
  caseTexts.add(`[${words},${rest}${tags.length === 0 ? '' : `,${inScript(JSON.stringify(tags))}`}]`);
  return at;
}

/** Neighbours are of one protocol. */
function addProtocol(id: string, shared: Shared): void {
  if (shared.last !== '' && id.startsWith(shared.last)) return;
  const protocol = id.slice(0, Math.max(0, id.indexOf('/')));
  shared.protocols.add(protocol);
  shared.last = `${protocol}/`;
}

const MOST_CLAUSES = 50;

function clausesAt(requires: readonly string[], { clauses, clauseTexts }: Shared): number {
  const key = requires.length === 1 ? (requires[0] ?? '') : requires.join('\n');
  const at = numberOf(clauses, key);
  if (at === clauseTexts.length) {
    const shown = requires.slice(0, MOST_CLAUSES).map((one) => quoted(clipped(one, 200)));
    clauseTexts.push(`[${shown.join(',')}]`);
  }
  return at;
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
    ...(dialect === undefined ? {} : { dialect: clipped(dialect, 200) }),
    ...(waived === undefined ? {} : { waived: clipped(waived, LONGEST.text) }),
    ...(outside === undefined ? {} : { outside: clipped(outside, 200) }),
    ...(control === undefined ? {} : { control: clipped(control, LONGEST.id) }),
    ...defined({ unsteady, repeat }),
  };
  if (checks === undefined && evidence === undefined) return JSON.stringify(short);
  const texts = (evidence ?? []).reduce((sum, { text }) => sum + text.length, 0);
  const whole = texts > LONGEST.more ? undefined : JSON.stringify({ ...short, checks, evidence });
  if (whole !== undefined && whole.length <= LONGEST.more) return whole;
  return JSON.stringify({ ...short, rows: failureOf(result, header, background).rows });
}
