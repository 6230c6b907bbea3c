/**
 * Prints ratios of two sides that were measured in one process: `bench.js [--short] [NAME]` runs the benches whose
 * names begin with NAME. Exits with 1 when a bench fails or, without --short, when a ratio misses its target.
 */
import { parseArgs } from 'node:util';
import { inPackage } from '../package.js';
import { runIsolated } from './isolated.js';
import { benches, namesFor } from './list.js';
import { type Measured, SHORT } from './model.js';

const PATIENCE = 15 * 60_000;

interface Tally {
  measured: number;
  missed: number;
  bad: string[];
}

const isMissed = ({ ratio, target }: Measured): boolean => target !== undefined && ratio < target;

function describe(row: Measured): string {
  const { what, ratio, target } = row;
  const wish =
    target === undefined ? '' : `  (wanted ${Number(target.toFixed(2))}${isMissed(row) ? ', MISSED' : ''})`;
  return `  ${ratio.toFixed(2).padStart(8)}${wish}  ${what}`;
}

async function runAll(names: readonly string[], share: number, signal: AbortSignal): Promise<Tally> {
  const tally: Tally = { measured: 0, missed: 0, bad: [] };
  for (const name of names) {
    if (signal.aborted) break;
    console.log(name);
    const outcome = await runIsolated({
      program: inPackage('dist', 'bench', 'one.js'),
      words: [name, String(share)],
      patience: PATIENCE,
      signal,
    });
    if ('bad' in outcome) {
      tally.bad.push(name);
      console.log(`  ended badly: ${outcome.bad}`);
      continue;
    }
    tally.measured++;
    tally.missed += outcome.rows.filter(isMissed).length;
    for (const row of outcome.rows) console.log(describe(row));
  }
  return tally;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { short: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [wanted = ''] = positionals;
  const names = namesFor(wanted);
  if (names.length === 0) {
    console.error(`no bench begins with "${wanted}"; there are ${Object.keys(benches).join(', ')}`);
    return 2;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const { measured, missed, bad } = await runAll(names, values.short ? SHORT : 1, stop.signal);
  const named = bad.length > 0 ? `: ${bad.join(', ')}` : '';
  console.log(
    `${measured} benches measured, ${missed} ratios below their target, ${bad.length} ended badly${named}`,
  );
  if (stop.signal.aborted) return 130;
  return bad.length > 0 || (missed > 0 && !values.short) ? 1 : 0;
}

main().then(
  (exit) => {
    process.exitCode = exit;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  },
);
