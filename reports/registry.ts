import type { Reporter } from '../suites/model.js';
import { consoleReporter } from './console.js';
import { jsonReporter } from './json.js';
import { junitReporter } from './junit.js';
import type { Output } from './output.js';
import { streamReporter } from './stream.js';

export interface ReporterKind {
  readonly describe: string;
  readonly make: (output: Output) => Reporter;
}

/** All that `--report` knows: a new one is a file and a line here. */
export const reporters: Readonly<Record<string, ReporterKind>> = {
  console: { describe: 'for a person: failures, what was left out, counts, verdict', make: consoleReporter },
  jsonl: {
    describe: 'the stream itself, a line as each case ends; resumed and rendered later',
    make: streamReporter,
  },
  json: { describe: 'the whole run as one JSON document', make: jsonReporter },
  junit: { describe: 'JUnit XML, for the test views of CI systems', make: junitReporter },
};

/** What a person asked for with `KIND` or `KIND=PATH`. */
export interface ReportRequest {
  readonly kind: string;
  /** `-` is stdout. */
  readonly path: string;
}

/** Asked for wrongly. */
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
    throw new ReportRequestError(`--report ${text}: name a file behind "=", or "-" for stdout`);
  }
  return { kind, path };
}

/** Where a request goes: a file, stdout, or stderr for a console that makes room for data on stdout. */
export interface Placed extends ReportRequest {
  readonly on: 'file' | 'stdout' | 'stderr';
}

/** Settles who gets stdout. A console report is always there, unless only one other is asked for on stdout quietly. */
export function placeReports(requests: readonly ReportRequest[], quiet: boolean): Placed[] {
  const wanted =
    requests.some(({ kind }) => kind === 'console') || quiet
      ? requests
      : [...requests, { kind: 'console', path: '-' }];
  const data = wanted.filter(({ kind, path }) => kind !== 'console' && path === '-');
  if (data.length > 1) {
    const kinds = data.map(({ kind }) => kind).join(' and ');
    throw new ReportRequestError(
      `${kinds} cannot both go to stdout: give one of them a file, as in ${data[1]?.kind}=FILE`,
    );
  }
  const paths = wanted.filter(({ path }) => path !== '-').map(({ path }) => path);
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (twice !== undefined) throw new ReportRequestError(`two reports cannot both go to ${twice}`);
  return wanted.map((request) => ({
    ...request,
    on: request.path !== '-' ? 'file' : request.kind === 'console' && data.length > 0 ? 'stderr' : 'stdout',
  }));
}
