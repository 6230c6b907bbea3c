import { briefReporter } from '../reports/brief.js';
import {
  CannotOpen,
  type CheckedOutput,
  descriptorOutput,
  fileOutput,
  type Output,
} from '../reports/output.js';
import { streamReporter } from '../reports/stream.js';
import type { Line, Reporter } from '../suites/model.js';
import { UsageError } from './command.js';
import { width } from './output.js';
import { unknown } from './suggest.js';

/** Every report by its name: a new one is one line. */
const kinds: Readonly<Record<string, (output: Output) => Reporter>> = {
  console: (output) => briefReporter((text) => output.write(text)),
  jsonl: streamReporter,
};

export const reportKinds = Object.keys(kinds);

export interface OpenReports {
  line(line: Line): void;
  /** Ends every report; what could not be written is told. */
  end(): readonly string[];
}

/** Opens `KIND[=PATH]` each; without a path, or with `-`, on stdout. */
export function openReports(texts: readonly string[]): OpenReports {
  const open: { output: CheckedOutput; reporter: Reporter }[] = [];
  for (const text of texts) {
    const [, kind = '', path = '-'] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
    const make = kinds[kind];
    if (!make) throw new UsageError(unknown('report', kind, reportKinds));
    const output = outputTo(path === '' ? '-' : path);
    open.push({ output, reporter: make(output) });
  }
  return {
    line(line) {
      for (const { reporter } of open) reporter.line(line);
    },
    end() {
      for (const { reporter, output } of open) {
        reporter.end();
        output.close();
      }
      return open.flatMap(({ output }) => output.error?.message ?? []);
    },
  };
}

function outputTo(path: string): CheckedOutput {
  if (path === '-') return descriptorOutput({ fd: 1, name: 'stdout', columns: width() });
  try {
    return fileOutput(path);
  } catch (error) {
    if (error instanceof CannotOpen) throw new UsageError(`--report: ${error.message}`);
    throw error;
  }
}
