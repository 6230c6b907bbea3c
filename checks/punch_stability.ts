/**
 * The suite again and again beside two busy loops, against the reference broker with 200 ms of jitter: no verdict may
 * change. `punch_stability.js [REPEATS]`.
 */
import { Worker } from 'node:worker_threads';
import { startBroker } from '../reference/punch/peers/broker/broker.js';
import { askAll } from '../runners/http/put.js';
import { punchTarget } from '../runners/http/target.js';
import { liveCases } from '../suites/punch/cases.js';

const JITTER = 200;
const repeats = Number(process.argv[2] ?? 30);
const cases = liveCases.filter(({ waits = 0 }) => waits <= 20_000);
const loops = [1, 2].map(() => new Worker('for (;;) Math.random();', { eval: true }));

let first: ReadonlyMap<string, string> | undefined;
let changed = 0;
for (let round = 1; round <= repeats; round++) {
  const broker = await startBroker({ jitter: JITTER });
  const target = await punchTarget({ url: broker.url, secret: broker.secret, onClose: broker.close });
  const started = performance.now();
  const outcomes = await askAll(cases, target);
  await target.close();
  const verdicts = new Map(outcomes.map(({ id, verdict }) => [id, verdict]));
  first ??= verdicts;
  const others = outcomes.filter(
    ({ id, verdict }) => verdict !== first?.get(id) || !['pass', 'skip'].includes(verdict),
  );
  if (others.length > 0) changed++;
  for (const { id, verdict, reason } of others) console.log(`  ${id}: ${verdict}, ${reason ?? ''}`);
  console.log(
    `round ${round}: ${outcomes.length} cases in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}
for (const loop of loops) void loop.terminate();
console.log(`${repeats - changed} passed, ${changed} failed`);
process.exitCode = changed === 0 && repeats > 0 ? 0 : 1;
