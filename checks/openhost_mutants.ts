/** The kill matrix of the live openhost suites: exit 1 for a survivor. Arguments name the ones wanted: `client any-`. */
import { clientMutants } from '../reference/mutants/openhost/clients.js';
import { daemonMutants } from '../reference/mutants/openhost/mutants.js';
import { relayMutants } from '../reference/mutants/openhost/relays.js';
import { killersOfClient, killersOfDaemon, killersOfRelay } from '../runners/openhost/mutants.js';
import type { Outcome } from '../runners/openhost/put.js';

interface Wrong {
  readonly name: string;
  readonly killers: () => Promise<readonly Outcome[]>;
}

const wanted = process.argv.slice(2);
const all: readonly Wrong[] = [
  ...daemonMutants.map((one) => ({ name: `daemon ${one.name}`, killers: () => killersOfDaemon(one) })),
  ...clientMutants.map((one) => ({ name: `client ${one.name}`, killers: () => killersOfClient(one) })),
  ...relayMutants.map((one) => ({ name: `relay ${one.name}`, killers: () => killersOfRelay(one) })),
];
const left = all.filter(({ name }) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)));
const AT_ONCE = 4;
let killed = 0;
let survivors = 0;

async function work(): Promise<void> {
  for (let next = left.shift(); next; next = left.shift()) {
    const by = await next.killers();
    if (by.length === 0) survivors++;
    else killed++;
    const cases = by.map(({ id }) => id.replace(/^openhost\//, '')).join(' ');
    console.log(`${by.length === 0 ? 'SURVIVES' : 'killed  '} ${next.name.padEnd(36)} ${cases}`);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${killed} passed, ${survivors} failed: wrong daemons, clients and relays that a case finds`);
process.exitCode = survivors === 0 && killed > 0 ? 0 : 1;
