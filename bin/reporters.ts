import { wantsColor } from '../reports/color.js';
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
  ReportRequestError,
  reporters,
} from '../reports/registry.js';
import { verdictText } from '../reports/summary.js';
import type { Footer, Line, Reporter } from '../suites/model.js';
import { UsageError } from './command.js';
import { width } from './output.js';
import { unknown } from './suggest.js';

export const reportKinds = Object.keys(reporters);

export interface OpenReports {
  line(line: Line): void;
  /** Ends every report; what could not be written is told. */
  end(): readonly string[];
}

export interface ReportOptions {
  /** Nothing on stderr while all goes well. */
  readonly quiet: boolean;
  /** A report of that path goes on behind so many bytes of what is there. */
  readonly resumed?: { readonly path: string; readonly bytes: number };
}

/** Opens `KIND[=PATH]` each, and the progress beside them. A place that cannot be written is told before the run. */
export function openReports(texts: readonly string[], { quiet, resumed }: ReportOptions): OpenReports {
  const placed = place(texts);
  const stderr = descriptorOutput({
    fd: 2,
    name: 'stderr',
    color: colored(process.stderr),
    columns: process.stderr.columns ?? 80,
  });
  const live = quiet ? undefined : progress(stderr, { terminal: process.stderr.isTTY === true, time });
  const open = placed.map((one) => {
    const output = one.on === 'stderr' ? stderr : outputOf(one, resumed);
    const make = reporters[one.kind]?.make;
    if (!make) throw new Error(`no reporter ${one.kind}`);
    return { output, reporter: make(one.on === 'file' ? output : besides(live, output)) };
  });
  const silent = !quiet && !placed.some(({ kind, on }) => kind === 'console' && on !== 'file');
  let footer: Footer | undefined;
  return {
    line(line) {
      if (line.kind === 'header') for (const { output } of open) output.begin();
      if (line.kind === 'footer') footer = line;
      const all: readonly Reporter[] = [...(live ? [live] : []), ...open.map(({ reporter }) => reporter)];
      for (const reporter of all) reporter.line(line);
    },
    end() {
      live?.end();
      for (const { reporter, output } of open) {
        reporter.end();
        output.close();
      }
      if (silent) stderr.write(verdictText(footer, stderr.color));
      return open.flatMap(({ output }) => (output.error ? [sentence(output.error)] : []));
    },
  };
}

const sentence = ({ message }: OutputError): string => `a report is not whole: ${message}`;

function place(texts: readonly string[]): Placed[] {
  try {
    return placeReports((texts.length > 0 ? texts : ['console']).map((text) => parseReport(text, unknown)));
  } catch (error) {
    if (error instanceof ReportRequestError) throw new UsageError(error.message);
    throw error;
  }
}

/** Text on a terminal must not run into the live line on the same terminal. */
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

function outputOf({ on, path }: Placed, resumed: ReportOptions['resumed']): CheckedOutput {
  if (on === 'stdout') {
    return descriptorOutput({ fd: 1, name: 'stdout', color: colored(process.stdout), columns: width() });
  }
  try {
    return fileOutput(path, resumed?.path === path ? resumed.bytes : 0);
  } catch (error) {
    if (error instanceof CannotOpen) throw new UsageError(`--report: ${error.message}`);
    throw error;
  }
}

const colored = ({ isTTY }: { isTTY?: boolean }): boolean =>
  wantsColor({ env: process.env, terminal: isTTY === true });

const time: Time = {
  now: () => performance.now(),
  every(ms, tick) {
    const timer = setInterval(tick, ms).unref();
    return () => clearInterval(timer);
  },
};
