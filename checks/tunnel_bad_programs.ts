/** Programs that are no tunnel. Each must fail by its deadline and leave no process running. */
import { fileURLToPath } from 'node:url';
import { tryCase } from '../runners/try_cases.js';
import { labRefused } from '../runners/tunnel/namespaces.js';
import { carriers } from '../runners/tunnel/proc.js';
import { tunnelTarget } from '../runners/tunnel/target.js';
import { liveCases } from '../suites/tunnel/cases.js';

const refused = await labRefused();
if (refused !== undefined) {
  console.log(`skipped: ${refused}`);
  process.exit(0);
}

const KEY = 'a'.repeat(64);
const shell = (script: string): readonly string[] => ['sh', '-c', script];
const wrong = (fault: string): readonly string[] => [
  process.execPath,
  fileURLToPath(new URL('./tunnel_mutant.js', import.meta.url)),
  fault,
];

const FIRST = 'tunnel/out/key-on-stderr';
const programs: readonly (readonly [what: string, command: readonly string[], asked: string])[] = [
  ['is not there', ['/nowhere/punch'], FIRST],
  ['prints a key that is too short', shell('echo "public key: 12" >&2; exec sleep 600'), FIRST],
  ['prints for ever', shell('exec yes >&2'), FIRST],
  ['prints for ever on stdout', shell('exec yes'), FIRST],
  ['never listens for peers', shell(`echo ${KEY} >&2; exec sleep 600`), 'tunnel/tcp/half-close'],
  ['never listens for clients', shell('echo ready; exec sleep 600'), 'tunnel/tcp/half-close-to-reference'],
  ['listens on all interfaces', wrong('listens-on-all'), 'tunnel/in/loopback-only'],
  [
    'leaves children behind',
    shell('setsid sleep 600 & setsid sh -c "sleep 601 & sleep 602" & exit 1'),
    FIRST,
  ],
  ['ignores signals', wrong('signals-ignored'), 'tunnel/cli/ends-on-sigterm'],
  ['traps and stays', shell('trap "" TERM INT; while :; do sleep 600; done'), FIRST],
  ['eats all that it is given', shell('exec cat >/dev/null'), FIRST],
  ['eats all output', wrong('output-eaten'), 'tunnel/tcp/half-close'],
];

let failed = 0;
const left = [...programs];
async function work(): Promise<void> {
  for (let next = left.shift(); next; next = left.shift()) {
    const [what, command, asked] = next;
    const mark = `CONFORM_BAD=${process.pid}-${left.length}`;
    const target = await tunnelTarget({ name: what, command: ['env', mark, ...command] });
    const one = liveCases.find(({ id }) => id === asked);
    if (!one) throw new Error(`there is no case ${asked}`);
    const { verdict, reason, ms } = await tryCase(one, target);
    await target.close();
    const running = carriers(mark).length;
    const holds = verdict === 'fail' && running === 0;
    if (!holds) failed++;
    console.log(
      `${holds ? 'ok' : 'WRONG'}  ${what}: ${verdict}, ${reason.slice(0, 160)} (${ms} ms, ${running} left running)`,
    );
  }
}
await Promise.all([work(), work(), work(), work()]);
console.log(
  `${programs.length - failed} passed, ${failed} failed: bad tunnel programs with a verdict and nothing left`,
);
process.exit(failed === 0 ? 0 : 1);
