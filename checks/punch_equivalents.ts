/**
 * The punch suite against brokers that are unlike the reference and keep to the RFC: no gating case may fail or be blocked.
 * Arguments name the brokers that are wanted.
 */
import { equivalents } from '../reference/mutants/punch/equivalents.js';
import { falseAlarms } from '../runners/punch/mutants.js';

const wanted = process.argv.slice(2);
const left = equivalents.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
const AT_ONCE = 4;
let passed = 0;
let failed = 0;

async function work(): Promise<void> {
  for (let next = left.shift(); next; next = left.shift()) {
    const alarms = await falseAlarms(next);
    if (alarms.length === 0) passed++;
    else failed++;
    console.log(`${alarms.length === 0 ? 'passes     ' : 'FALSE ALARM'} ${next.id}`);
    for (const { id, verdict, reason } of alarms) console.log(`  ${verdict} ${id}: ${reason}`);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${passed} passed, ${failed} failed: brokers that keep to the RFC in their own way`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
