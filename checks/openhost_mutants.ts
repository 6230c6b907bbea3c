/**
 * The kill matrix of the live openhost suites. A wrong daemon, client or relay has to be found by a case of the clauses
 * that it breaks, and a case has to find one. Arguments name the ones wanted, `client any-`, and ask after them alone.
 */
import { clientMutants } from '../reference/mutants/openhost/clients.js';
import { daemonMutants } from '../reference/mutants/openhost/mutants.js';
import { relayMutants } from '../reference/mutants/openhost/relays.js';
import type { Outcome } from '../runners/ask_all.js';
import { killersOfClient, killersOfDaemon, killersOfRelay } from '../runners/openhost/mutants.js';
import { daemonCases } from '../suites/openhost/cases.js';
import { clientCases } from '../suites/openhost/clients.js';

interface Wrong {
  readonly name: string;
  readonly killers: () => Promise<readonly Outcome[]>;
}

const wanted = process.argv.slice(2);
const whole = wanted.length === 0;
const all: readonly Wrong[] = [
  ...daemonMutants.map((one) => ({ name: `daemon ${one.id}`, killers: () => killersOfDaemon(one) })),
  ...clientMutants.map((one) => ({ name: `client ${one.id}`, killers: () => killersOfClient(one) })),
  ...relayMutants.map((one) => ({ name: `relay ${one.id}`, killers: () => killersOfRelay(one) })),
];
const left = all.filter(({ name }) => whole || wanted.some((one) => name.startsWith(one)));
const AT_ONCE = 4;

/** Cases that nothing here can make red, and why. */
const excused: Readonly<Record<string, string>> = {};

const red = new Set<string>();
let passed = 0;
let failed = 0;

function tell({ name }: Wrong, by: readonly Outcome[]): void {
  if (by.length === 0) failed++;
  else passed++;
  for (const { id } of by) red.add(id);
  const cases = by.map(({ id }) => id.replace(/^openhost\//, '')).join(' ');
  console.log(`${by.length === 0 ? 'SURVIVES' : 'killed  '} ${name.padEnd(36)} ${cases}`);
}

function tellOf(id: string): void {
  const excuse = excused[id];
  if (red.has(id) === (excuse === undefined)) passed++;
  else failed++;
  if (red.has(id) && excuse !== undefined) console.log(`RED AFTER ALL ${id}, which is excused: ${excuse}`);
  if (!red.has(id)) console.log(excuse === undefined ? `NEVER RED ${id}` : `not red here ${id}: ${excuse}`);
}

async function work(): Promise<void> {
  for (let next = left.shift(); next; next = left.shift()) tell(next, await next.killers());
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
if (whole) for (const { id } of [...daemonCases, ...clientCases]) tellOf(id);
const found = 'wrong daemons, clients and relays that a case finds';
console.log(`${passed} passed, ${failed} failed: ${found}${whole ? ', and cases that find one' : ''}`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
