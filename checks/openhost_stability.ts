/** The live openhost suites again and again beside busy loops: exit 1 when any verdict is neither a pass nor a skip. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { embeddedOpenhost } from '../runners/openhost/embedded.js';
import { askAll } from '../runners/openhost/put.js';
import { daemonCases } from '../suites/openhost/cases.js';
import { clientCases } from '../suites/openhost/clients.js';

const BUSY = 'busy';
const [first = '30', last = '2'] = process.argv.slice(2);

if (first === BUSY) for (;;);
await repeat(Number(first), Number(last));

async function repeat(times: number, loops: number): Promise<void> {
  const busy = Array.from({ length: loops }, () => fork(fileURLToPath(import.meta.url), [BUSY]));
  let passed = 0;
  const changed = new Map<string, number>();
  try {
    for (let i = 1; i <= times; i++) {
      const start = performance.now();
      const target = await embeddedOpenhost();
      try {
        const outcomes = await askAll([...daemonCases, ...clientCases], target);
        for (const { id, verdict, reason, failed, ms } of outcomes) {
          if (verdict === 'pass' || verdict === 'skip') continue;
          changed.set(id, (changed.get(id) ?? 0) + 1);
          const wrong = failed.map(({ what }) => what).join('; ');
          console.log(`repeat ${i}: ${verdict} ${id} after ${Math.round(ms)} ms: ${wrong || reason}`);
        }
        passed += outcomes.filter(({ verdict }) => verdict === 'pass').length;
      } finally {
        await target.close();
      }
      console.log(`repeat ${i} of ${times}: ${Math.round(performance.now() - start)} ms`);
    }
  } finally {
    for (const loop of busy) loop.kill();
  }
  for (const [id, count] of changed) console.log(`${count} of ${times} not passed: ${id}`);
  const failed = [...changed.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${passed} passed, ${failed} failed in ${times} repeats beside ${loops} busy loops`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
