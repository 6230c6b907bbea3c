/** The kill matrix of the live openhost suite: exit 1 for a survivor. */
import { daemonMutants } from '../reference/mutants/openhost/mutants.js';
import { tryToKill } from '../runners/openhost/mutants.js';

const wanted = process.argv.slice(2);
const mutants = daemonMutants.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const AT_ONCE = 4;
let survivors = 0;

const left = [...mutants];
async function work(): Promise<void> {
  for (let next = left.shift(); next; next = left.shift()) {
    const { mutant, by } = await tryToKill(next);
    if (by.length === 0) survivors++;
    const cases = by.map(({ id }) => id.replace(/^openhost\//, '')).join(' ');
    console.log(`${by.length === 0 ? 'SURVIVES' : 'killed  '} ${mutant.name.padEnd(32)} ${cases}`);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${mutants.length} wrong daemons, ${survivors} survive`);
process.exitCode = survivors === 0 && mutants.length > 0 ? 0 : 1;
