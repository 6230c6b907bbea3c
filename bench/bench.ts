import { inPackage } from '../package.js';
import { callOf } from './call.js';
import { runIsolated } from './isolated.js';
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
  const call = callOf(process.argv.slice(2));
  if ('help' in call) {
    console.log(call.help);
    return 0;
  }
  if ('wrong' in call) {
    console.error(`${call.wrong}\nsee npm run bench -- --help`);
    return 2;
  }
  const { names, short } = call;
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const { measured, missed, bad } = await runAll(names, short ? SHORT : 1, stop.signal);
  const named = bad.length > 0 ? `: ${bad.join(', ')}` : '';
  console.log(
    `${measured} benches measured, ${missed} ratios below their target, ${bad.length} ended badly${named}`,
  );
  if (stop.signal.aborted) return 130;
  return bad.length > 0 || (missed > 0 && !short) ? 1 : 0;
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
