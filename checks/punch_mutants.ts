/** The kill matrix of the punch suite: every case against every wrong broker. Exit 1 for a survivor or a stray. */
import { punchMutants } from '../reference/mutants/punch/mutants.js';
import { type Kill, tryToKill } from '../runners/http/mutants.js';

const wanted = process.argv.slice(2);
const mutants = punchMutants.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const AT_ONCE = 6;

const short = ({ id }: { id: string }): string => id.replace(/^punch\//, '');
let wrong = 0;

function tell({ mutant, by, stray }: Kill): void {
  if (by.length === 0 || stray.length > 0) wrong++;
  console.log(
    `${by.length === 0 ? 'SURVIVES' : 'killed  '} ${mutant.name.padEnd(40)} ${by.map(short).join(' ')}`,
  );
  for (const outcome of stray) console.log(`  STRAY ${short(outcome)}: ${outcome.reason}`);
}

const left = [...mutants];
async function work(): Promise<void> {
  for (let next = left.shift(); next; next = left.shift()) tell(await tryToKill(next, 'all'));
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${mutants.length} wrong brokers, ${wrong} not killed as they should be`);
process.exitCode = wrong === 0 && mutants.length > 0 ? 0 : 1;
