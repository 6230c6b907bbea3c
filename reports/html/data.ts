/** What a page is drawn from: written by the reporter, read by the script in the page. */
import type { Footer, Header, Level, Verdict } from '../../suites/model.js';
import type { Group } from '../groups.js';
import type { Kills } from '../kill_rate.js';

export const VERDICTS: readonly Verdict[] = ['pass', 'fail', 'skip', 'blocked', 'error'];
export const LEVELS: readonly Level[] = ['must', 'should', 'may'];

export interface PageData {
  readonly cases: readonly CaseRow[];
  /** Lists of clauses, by the number that a case has. */
  readonly clauses: readonly (readonly string[])[];
  /** Why cases matter, by the number that a case has. */
  readonly whys: readonly string[];
  readonly reasons: readonly string[];
  readonly runs: readonly RunData[];
  readonly catalogue: Catalogue;
  readonly site?: SiteLinks;
}

/** What a page of a site leads to, beside itself. */
export interface SiteLinks {
  /** From the page to the root of the site, with a slash at its end, or empty. */
  readonly root: string;
  /** Clauses that have a page. */
  readonly clauses: readonly string[];
  /** The page of an implementation, from the root, by its name. */
  readonly implementations: Readonly<Record<string, string>>;
}

/** What all results of one case share; the number in a result is the place in the list. */
export type CaseRow = readonly [
  id: string,
  title: string,
  section: string,
  clauses: number,
  level: number,
  /** The number of the text, or the text itself where there were too many. */
  why: number | string,
  tags?: readonly string[],
];

/** `state` is the number of the verdict, and 8 more where the case gates. Reason 0 means no reason; the others count from 1. */
export type ResultRow = readonly [
  caseAt: number,
  state: number,
  ms: number,
  at: number,
  reason?: number,
  more?: More,
];

export const GATES = 8;

/** What few results have. */
export interface More {
  readonly dialect?: string;
  readonly waived?: string;
  readonly outside?: string;
  readonly control?: string;
  readonly unsteady?: true;
  readonly repeat?: number;
  readonly checks?: readonly unknown[];
  readonly evidence?: readonly unknown[];
  /** In place of checks and evidence that are long: what is shown of them. */
  readonly rows?: readonly ShownRow[];
}

export interface ShownRow {
  readonly label: string;
  readonly lines: readonly string[];
  readonly code?: true;
}

export interface RunData {
  readonly header: RunHeader;
  readonly footer?: Omit<Footer, 'kind' | 'planHash'>;
  readonly columns: readonly { readonly target: string; readonly results: readonly ResultRow[] }[];
  readonly causes: CausesData;
}

export type RunHeader = Pick<
  Header,
  'tool' | 'specs' | 'seed' | 'level' | 'profile' | 'repeat' | 'started' | 'targets'
> & { readonly requirements?: readonly string[]; readonly planned: number };

export interface CausesData {
  readonly list: readonly CauseData[];
  readonly untold: number;
  readonly readings: readonly string[];
  readonly skipped: readonly Group[];
  readonly blocked: readonly Group[];
  readonly unspoken: readonly Group[];
  readonly ungated: string;
}

export interface CauseData {
  /** Place of its column in the run, and of the result in it. */
  readonly column: number;
  readonly result: number;
  readonly count: number;
  readonly alike: readonly string[];
  readonly dependents?: Group;
}

/** All that is known of the protocols in the page beside the stream. */
export interface Catalogue {
  readonly clauses: readonly KnownClause[];
  readonly findings: readonly CatalogueFinding[];
}

export interface KnownClause {
  readonly id: string;
  readonly protocol: string;
  readonly section: string;
  readonly level: Level;
  readonly text: string;
  /** Why no case holds it. */
  readonly untested?: string;
  /** How many of the mutants that break it are killed. */
  readonly mutants?: Kills;
}

export interface CatalogueFinding {
  readonly id: string;
  readonly title: string;
  readonly related: readonly string[];
}
