/**
 * The cost of a report of 100,000 results, compared with reading the stream with JSON.parse and writing the same file.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownBackground } from '../bin/background.js';
import { fileOutput } from '../reports/output.js';
import { reporters } from '../reports/registry.js';
import type { Line } from '../suites/model.js';
import { type Measured, shareOf } from './model.js';
import { streamOf } from './recorded.js';

const COUNT = 100_000;
const ROUNDS = 7;

/** CPU time in milliseconds, which does not depend on other work on this machine. */
function timed(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Parses each line, and writes the file that the reporter wrote before. */
function bare(lines: readonly string[], path: string, report: string): number {
  return timed(() => {
    for (const line of lines) JSON.parse(line);
    writeFileSync(path, report);
  });
}

const AT_ONCE = 1000;

/** Reports lines that were read before, so that only the reporter is timed. */
function reported(kind: string, lines: readonly string[], path: string): number {
  const output = fileOutput(path);
  const reporter = reporters[kind]?.make(output, { background: knownBackground });
  if (!reporter) throw new Error(`no reporter ${kind}`);
  let ms = 0;
  for (let from = 0; from < lines.length; from += AT_ONCE) {
    const some: Line[] = lines.slice(from, from + AT_ONCE).map((line) => JSON.parse(line));
    ms += timed(() => {
      for (const line of some) reporter.line(line);
    });
  }
  ms += timed(() => {
    reporter.end();
    output.close();
  });
  if (output.error) throw new Error(output.error.message);
  return ms;
}

function measure(kind: string, times: number, share: number): readonly Measured[] {
  const count = shareOf(COUNT, share);
  const lines = [...streamOf(count)].map((line) => JSON.stringify(line));
  const folder = mkdtempSync(join(tmpdir(), 'conform-bench-'));
  try {
    const path = join(folder, kind);
    // The first report of each kind compiles code and reads the vectors.
    reported(kind, lines, path);
    const report = readFileSync(path, 'utf8');
    bare(lines, path, report);
    const all = Array.from(
      { length: ROUNDS },
      () => [bare(lines, path, report), reported(kind, lines, path)] as const,
    );
    const [wanted, took] = [0, 1].map((side) => Math.min(...all.map((one) => one[side] ?? 0))) as [
      number,
      number,
    ];
    const size = (report.length / 2 ** 20).toFixed(1);
    return [
      {
        what: `JSON.parse and writing ${size} MiB against ${kind} of ${count} results (${Math.round(took)} ms)`,
        ratio: wanted / took,
        target: 1 / times,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const benches = [
  { name: 'reports/html', run: async (share: number) => measure('html', 2, share) },
  { name: 'reports/junit', run: async (share: number) => measure('junit', 1.5, share) },
  { name: 'reports/sarif', run: async (share: number) => measure('sarif', 1.5, share) },
];
