import { resolve } from 'node:path';
import { readBefore } from '../reports/against.js';
import {
  CannotOpen,
  type CheckedOutput,
  descriptorOutput,
  fileOutput,
  type OutputError,
} from '../reports/output.js';
import { type Progress, progress, type Time } from '../reports/progress.js';
import {
  type Placed,
  parseReport,
  placeReports,
  type ReportRequest,
  ReportRequestError,
  reporters,
} from '../reports/registry.js';
import { StreamError } from '../reports/stream_read.js';
import { verdictText } from '../reports/summary.js';
import { traceText } from '../reports/trace.js';
import type { Footer, Header, Line, Reporter, TracedStep } from '../suites/model.js';
import { knownBackground } from './background.js';
import { asUsage } from './command.js';
import { colored, width } from './output.js';
import type { Recorded } from './recorded.js';
import { unknown } from './suggest.js';
import { screenOutput } from './watch/screen.js';

export interface OpenReports {
  line(line: Line): void;
  /** Replays lines that the recording already has. They go to all other reports. */
  again(replay: () => void): void;
  /** Shows a step of a case on stderr. */
  trace(step: TracedStep): void;
  /** Ends every report. Returns a sentence for each that could not be written. */
  end(): readonly string[];
}

export interface ReportOptions {
  /** Whether to write nothing to stderr while there is no error. */
  readonly quiet: boolean;
  /** The recording that this run resumes. */
  readonly recorded?: Recorded | undefined;
  /** The earlier recording with which reports compare. */
  readonly against?: string | undefined;
  /** What the run waits for at this moment. */
  readonly waitingFor?: () => string | undefined;
  /** Whether the console report is cut to the size of the terminal. */
  readonly oneScreen?: boolean;
}

/** Opens each `KIND[=PATH]`, and the progress. Throws before the run for a path that cannot be written. */
export function openReports(
  texts: readonly string[],
  { quiet, recorded, waitingFor, against, oneScreen = false }: ReportOptions,
): OpenReports {
  const before =
    against === undefined ? undefined : asUsage(StreamError, () => readBefore(against), '--against');
  const placed = asUsage(ReportRequestError, () => place(texts, recorded));
  const stderr = descriptorOutput({
    fd: process.stderr.fd,
    name: 'stderr',
    color: colored(process.stderr),
    columns: process.stderr.columns ?? 80,
  });
  const live = quiet
    ? undefined
    : progress(stderr, { terminal: process.stderr.isTTY === true, time, waitingFor });
  const fitting = (one: Placed, output: CheckedOutput): CheckedOutput =>
    oneScreen && one.kind === 'console' && one.on === 'stdout' && process.stdout.isTTY === true
      ? screenOutput(output, process.stdout.rows)
      : output;
  const open = placed.map((one) => {
    const output = one.on === 'stderr' ? stderr : outputOf(one, recorded);
    const make = reporters[one.kind]?.make;
    if (!make) throw new Error(`no reporter ${one.kind}`);
    const goesOn = isSame(one, recorded) && recorded?.header !== undefined;
    return {
      output,
      goesOn,
      reporter: make(one.on === 'file' ? output : besides(live, fitting(one, output)), {
        background: knownBackground,
        before,
        path: one.path,
      }),
    };
  });
  const silent = !quiet && !placed.some(({ kind, on }) => kind === 'console' && on !== 'file');
  let header: Header | undefined;
  let footer: Footer | undefined;
  const all: readonly Reporter[] = [...(live ? [live] : []), ...open.map(({ reporter }) => reporter)];
  const others = all.filter((one) => !open.some(({ goesOn, reporter }) => goesOn && reporter === one));
  let replaying = false;
  const started = time.now();
  return {
    again(replay) {
      replaying = true;
      replay();
      replaying = false;
    },
    line(line) {
      if (line.kind === 'header') {
        header = line;
        for (const { output } of open) output.begin();
      }
      if (line.kind === 'footer') footer = line;
      for (const reporter of replaying || line.kind === 'header' ? others : all) reporter.line(line);
    },
    trace(step) {
      live?.clear();
      stderr.write(traceText(step, time.now() - started, stderr.color));
    },
    end() {
      live?.end();
      for (const { reporter, output } of open) {
        reporter.end();
        output.close();
      }
      if (silent) stderr.write(verdictText(footer, stderr.color, header));
      return open.flatMap(({ output }) => (output.error ? [sentence(output.error)] : []));
    },
  };
}

const sentence = ({ message }: OutputError): string => `a report is incomplete: ${message}`;

function place(texts: readonly string[], recorded: Recorded | undefined): Placed[] {
  const wanted = (texts.length > 0 ? texts : ['console']).map((text) => parseReport(text, unknown));
  const others = wanted.filter((one) => !isSame(one, recorded));
  return placeReports(recorded ? [...others, { kind: 'jsonl', path: recorded.path }] : others);
}

/** Clears the live line of progress before it writes to the same terminal. */
const besides = (live: Progress | undefined, output: CheckedOutput): CheckedOutput =>
  live === undefined
    ? output
    : {
        ...output,
        get error() {
          return output.error;
        },
        write(text) {
          live.clear();
          output.write(text);
        },
      };

function outputOf({ on, path }: Placed, recorded: Recorded | undefined): CheckedOutput {
  if (on === 'stdout') {
    return descriptorOutput({
      fd: process.stdout.fd,
      name: 'stdout',
      color: colored(process.stdout),
      columns: width(),
    });
  }
  const from = recorded?.path === path ? recorded.resumable : 0;
  return asUsage(CannotOpen, () => fileOutput(path, from), '--report');
}

/** Whether a report is the resumed recording itself, which is continued and not opened twice. */
const isSame = ({ kind, path }: ReportRequest, recorded: Recorded | undefined): boolean =>
  recorded !== undefined && kind === 'jsonl' && path !== '-' && resolve(path) === resolve(recorded.path);

const time: Time = {
  now: () => performance.now(),
  every(ms, tick) {
    const timer = setInterval(tick, ms).unref();
    return () => clearInterval(timer);
  },
};
