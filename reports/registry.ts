import type { Reporter } from '../suites/model.js';
import type { Before } from './against.js';
import { type Background, noBackground } from './background.js';
import { badgeReporter } from './badge.js';
import { consoleReporter } from './console.js';
import { githubReporter } from './github.js';
import { gitlabReporter } from './gitlab.js';
import { harReporter } from './har.js';
import { htmlReporter } from './html/html.js';
import { jsonReporter } from './json.js';
import { junitReporter } from './junit.js';
import { markdownReporter } from './markdown.js';
import type { Output } from './output.js';
import { sarifReporter } from './sarif.js';
import { streamReporter } from './stream.js';
import { tapReporter } from './tap.js';

export interface ReporterKind {
  readonly describe: string;
  readonly make: (output: Output, surroundings?: ReportSurroundings) => Reporter;
  /** Whether it can show several recordings, one after the other, as one report. */
  readonly takesSeveral?: true;
}

/** What a reporter may use apart from the stream. */
export interface ReportSurroundings {
  readonly background?: Background;
  /** An earlier run, for reports that show only the changes. */
  readonly before?: Before | undefined;
  /** The path of the report. */
  readonly path?: string;
}

/** All reporters of `--report`. A new reporter is a file and a line here. */
export const reporters: Readonly<Record<string, ReporterKind>> = {
  console: {
    describe: 'for a person: failures by cause, skipped cases, counts, verdict',
    make: (output, { background = noBackground } = {}) => consoleReporter(output, { background }),
  },
  jsonl: {
    describe: 'the stream of results, one line for each case; can be resumed and rendered later',
    make: (output) => streamReporter(output),
  },
  json: { describe: 'the whole run as one JSON document', make: (output) => jsonReporter(output) },
  junit: {
    describe: 'JUnit XML, for the test views of CI systems',
    make: (output, { background } = {}) => junitReporter(output, background),
  },
  html: {
    describe: 'one page that needs no network, to view, filter and link; a matrix of several recordings',
    make: (output, { background } = {}) => htmlReporter(output, background),
    takesSeveral: true,
  },
  markdown: {
    describe: 'for a job summary or a comment; with --against, only what changed',
    make: (output, { background = noBackground, before } = {}) =>
      markdownReporter(output, { background, before }),
  },
  github: {
    describe: 'annotations of GitHub Actions, as workflow commands',
    make: (output, { background } = {}) => githubReporter(output, background),
  },
  gitlab: { describe: 'GitLab Code Quality', make: (output) => gitlabReporter(output) },
  sarif: {
    describe: 'SARIF 2.1.0, for code scanning',
    make: (output, { background } = {}) => sarifReporter(output, background),
  },
  tap: { describe: 'TAP 14', make: (output, { background } = {}) => tapReporter(output, background) },
  badge: {
    describe: 'a badge as SVG, or as JSON for shields.io when the path ends with .json',
    make: (output, { path } = {}) => badgeReporter(output, path),
  },
  har: {
    describe: 'HTTP Archive of live exchanges of cases that did not pass, redacted',
    make: (output) => harReporter(output),
  },
};

/** A request of the form `KIND` or `KIND=PATH`. */
export interface ReportRequest {
  readonly kind: string;
  /** `-` is stdout. */
  readonly path: string;
}

/** The request is invalid. */
export class ReportRequestError extends Error {
  override readonly name = 'ReportRequestError';
}

export type TellUnknown = (what: string, word: string, known: readonly string[]) => string;

export function parseReport(text: string, tellUnknown: TellUnknown): ReportRequest {
  const equals = text.indexOf('=');
  const kind = equals < 0 ? text : text.slice(0, equals);
  const path = equals < 0 ? '-' : text.slice(equals + 1);
  if (!Object.hasOwn(reporters, kind)) {
    throw new ReportRequestError(tellUnknown('reporter', kind, Object.keys(reporters)));
  }
  if (path === '') {
    throw new ReportRequestError(
      `--report ${text}: the path is missing: name a file after "=", or "-" for stdout`,
    );
  }
  return { kind, path };
}

/** The destination of a report: a file, stdout, or stderr for a console when data goes to stdout. */
export interface Placed extends ReportRequest {
  readonly on: 'file' | 'stdout' | 'stderr';
}

/** Decides which report gets stdout. Only one can have it, and data comes before text for a person. */
export function placeReports(requests: readonly ReportRequest[]): Placed[] {
  const data = requests.filter(({ kind, path }) => kind !== 'console' && path === '-');
  const [first, second] = data;
  if (first && second) {
    throw new ReportRequestError(
      `--report: ${first.kind} and ${second.kind} cannot both go to stdout: give one a file, as in ${second.kind}=FILE`,
    );
  }
  const places = requests.map(({ path }) => path).filter((path) => path !== '-');
  const twice = places.find((path, at) => places.indexOf(path) !== at);
  if (twice !== undefined)
    throw new ReportRequestError(`--report: two reports cannot both go to ${twice}: give each its own file`);
  const onStdout = first === undefined ? 'stdout' : 'stderr';
  return requests.map((request) => ({
    ...request,
    on: request.path !== '-' ? 'file' : request.kind === 'console' ? onStdout : 'stdout',
  }));
}
