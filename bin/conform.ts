import { setFlagsFromString } from 'node:v8';
import { hideBin } from 'yargs/helpers';
import { EXIT } from '../exit.js';
import { conform } from './program.js';

/**
 * The V8 of Node 20 optimizes functions so early that a run of one second spends a fifth of its CPU on it. This budget, in
 * bytes of bytecode, makes it wait seven times as long. Later versions wait without the flag, and reject it.
 */
const OPTIMIZE_LATER = '--interrupt-budget=500000';
if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString(OPTIMIZE_LATER);

/** A handle that is still open after the verdict, such as a socket of a library, holds up a CI job for this long at most. */
const GRACE_MS = 2_000;

process.stdout.on('error', () => {
  process.exitCode = EXIT.incomplete;
});
// The reader of the output is gone, so there is nowhere to report this.
process.stderr.on('error', () => {});

// Node exits with 0 when no handle is left, and it does not wait for modules that another thread compiles.
const awake = setInterval(() => {}, 2 ** 30);
const exit = await conform(hideBin(process.argv));
process.exitCode ||= exit;
clearInterval(awake);
setTimeout(() => process.exit(), GRACE_MS).unref();
