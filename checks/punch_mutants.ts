/**
 * The kill matrix of the punch suite: every case against every wrong broker. A wrong broker has to be found, and by
 * cases of the clauses that it breaks only; a case has to find one. Arguments name the brokers that are wanted, and ask
 * after them alone.
 */
import { punchMutants } from '../reference/mutants/punch/mutants.js';
import { missingTools } from '../runners/punch/media.js';
import { type Kill, tryToKill } from '../runners/punch/mutants.js';
import { liveCases } from '../suites/punch/cases.js';

const wanted = process.argv.slice(2);
const mutants = punchMutants.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
const AT_ONCE = 6;

/** Cases that no broker can make red, and the test that does. */
const elsewhere: Readonly<Record<string, string>> = {
  'punch/6.2/media-other-passphrase':
    'it is about the SRT endpoints, the other half of punch/6.2/media: runners/punch/media.test.ts',
};
/** Cases that need tools which this machine lacks. */
const toolless: Readonly<Record<string, string>> =
  missingTools().length === 0 ? {} : { 'punch/6.2/media': `not installed: ${missingTools().join(', ')}` };

const short = ({ id }: { id: string }): string => id.replace(/^punch\//, '');
const red = new Set<string>();
let passed = 0;
let failed = 0;

function tell({ mutant, by, stray }: Kill): void {
  if (by.length === 0 || stray.length > 0) failed++;
  else passed++;
  for (const { id } of by) red.add(id);
  console.log(
    `${by.length === 0 ? 'SURVIVES' : 'killed  '} ${mutant.id.padEnd(40)} ${by.map(short).join(' ')}`,
  );
  for (const outcome of stray) console.log(`  STRAY ${short(outcome)}: ${outcome.reason}`);
}

function tellOf(id: string): void {
  const excuse = elsewhere[id] ?? toolless[id];
  if (red.has(id) === (excuse === undefined)) passed++;
  else failed++;
  if (red.has(id) && excuse !== undefined) console.log(`RED AFTER ALL ${id}, which is excused: ${excuse}`);
  if (!red.has(id)) console.log(excuse === undefined ? `NEVER RED ${id}` : `not red here ${id}: ${excuse}`);
}

const left = [...mutants];
async function work(): Promise<void> {
  for (let next = left.shift(); next; next = left.shift()) tell(await tryToKill(next, 'all'));
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
if (wanted.length === 0) for (const { id } of liveCases) tellOf(id);
const cases = wanted.length === 0 ? ', and cases that find one' : '';
console.log(
  `${passed} passed, ${failed} failed: wrong brokers that cases of their clauses alone find${cases}`,
);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
