/** Puts each wrong tunnel program to the case that has to find it. Exit 1 when one gets through. */
import { fileURLToPath } from 'node:url';
import { tunnelMutants } from '../reference/mutants/tunnel/mutants.js';
import { labRefused } from '../runners/process/lab.js';
import { tunnelTarget } from '../runners/process/target.js';
import type { TunnelPort } from '../suites/tunnel/port.js';
import { scripts } from '../suites/tunnel/scripts.js';

const refused = await labRefused();
if (refused !== undefined) {
  console.log(`skipped: ${refused}`);
  process.exit(0);
}

const program = fileURLToPath(new URL('./tunnel_mutant.js', import.meta.url));
const only = process.argv.slice(2);
const left = tunnelMutants.filter(({ fault }) => only.length === 0 || only.includes(fault));
const count = left.length;
let survived = 0;

async function work(): Promise<void> {
  for (let mutant = left.shift(); mutant; mutant = left.shift()) {
    const { fault, breaks, killedBy } = mutant;
    const target = await tunnelTarget({ name: fault, command: [process.execPath, program, fault] });
    const tunnel = (await target.port('tunnel', undefined as never)) as TunnelPort;
    const { ended, checks, reason } = await tunnel.perform(killedBy, AbortSignal.timeout(90_000));
    await target.close();
    const cites = scripts.find(({ id }) => id === killedBy)?.requires.includes(breaks) ?? false;
    // A program that never came up would be lost in any case: a kill is a check of the case that did not hold.
    const found = ended === 'seen' && checks.some(({ ok }) => !ok);
    if (!found || !cites) survived++;
    const why = checks.find(({ ok }) => !ok)?.what ?? reason ?? 'every check held';
    console.log(`${found ? 'killed' : 'SURVIVED'}${cites ? '' : ' UNCITED'}  ${fault}  ${killedBy}  ${why}`);
  }
}

await Promise.all([work(), work(), work()]);
console.log(`${count - survived} passed, ${survived} failed: wrong tunnel programs that their case found`);
process.exit(survived === 0 ? 0 : 1);
