/** Runs the tunnel suite twice at the same time, in two labs. One of the runs names the program by a command. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inPackage } from '../package.js';
import { labRefused } from '../runners/tunnel/namespaces.js';

const conform = inPackage('dist', 'bin', 'conform.js');
const targets = ['reference:tunnel', `tunnel:${process.execPath} ${conform} serve tunnel`];

async function put(target: string): Promise<boolean> {
  const started = performance.now();
  const words = [conform, 'run', '--quiet', '--target', target, '--only', 'tunnel/**'];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [exit] = await once(child, 'close');
  console.log(`exit ${exit} after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return exit === 0;
}

const refused = await labRefused();
if (refused !== undefined) console.log(`skipped: ${refused}`);
else {
  const ended = await Promise.all(targets.map(put));
  const failed = ended.filter((green) => !green).length;
  console.log(
    `${ended.length - failed} passed, ${failed} failed: runs of the tunnel suite beside each other`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}
