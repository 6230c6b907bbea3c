/**
 * Repeats the suite next to two busy loops, against the reference broker with 200 ms of jitter. No verdict may change.
 * Usage: `punch_stability.js [REPEATS] [--real-time] [--at-once N]`, with the waits over 20 s, and N brokers at once.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { startBroker } from '../reference/punch/peers/broker/broker.js';
import { punchTarget } from '../runners/punch/target.js';
import { tryCases } from '../runners/try_cases.js';
import { liveCases } from '../suites/punch/cases.js';

const JITTER = 200;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'real-time': { type: 'boolean', default: false }, 'at-once': { type: 'string', default: '1' } },
});
const repeats = Number(positionals[0] ?? 30);
const atOnce = Number(values['at-once']);
const cases = liveCases.filter(({ waits = 0 }) => values['real-time'] || waits <= 20_000);

let first: ReadonlyMap<string, string> | undefined;
let steady = 0;

async function round(number: number): Promise<void> {
  const broker = await startBroker({ jitter: JITTER });
  const target = await punchTarget({ url: broker.url, secret: broker.secret, onClose: broker.close });
  const started = performance.now();
  const outcomes = await tryCases(cases, target, 1, liveCases);
  await target.close();
  const verdicts = new Map(outcomes.map(({ id, verdict }) => [id, verdict]));
  first ??= verdicts;
  const others = outcomes.filter(
    ({ id, verdict }) => verdict !== first?.get(id) || !['pass', 'skip'].includes(verdict),
  );
  if (others.length === 0) steady++;
  for (const { id, verdict, reason } of others) console.log(`  ${id}: ${verdict}, ${reason ?? ''}`);
  const took = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`round ${number}: ${outcomes.length} cases in ${took} s`);
}

const loops = [1, 2].map(() => new Worker('for (;;) Math.random();', { eval: true }));
let begun = 0;
async function onePlace(): Promise<void> {
  while (begun < repeats) await round(++begun);
}
await Promise.all(Array.from({ length: atOnce }, onePlace));
for (const loop of loops) void loop.terminate();
console.log(`${steady} passed, ${repeats - steady} failed`);
process.exitCode = repeats > 0 && steady === repeats ? 0 : 1;
