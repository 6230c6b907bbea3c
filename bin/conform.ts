import { setFlagsFromString } from 'node:v8';
import { hideBin } from 'yargs/helpers';
import { EXIT } from '../exit.js';
import { conform } from './program.js';

/**
 * The V8 of Node 20 optimizes functions after so little work that a run of a second spends a fifth of its CPU on that. With
 * this budget, in bytes of bytecode, it waits seven times as long. Later versions wait by themselves, and know no such flag.
 */
const OPTIMIZE_LATER = '--interrupt-budget=500000';
if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString(OPTIMIZE_LATER);

/** What is still open after the verdict, a socket of a library say, may not keep a CI job waiting for longer. */
const GRACE_MS = 2_000;

process.stdout.on('error', () => {
  process.exitCode = EXIT.incomplete;
});
// Nobody is left who could be told.
process.stderr.on('error', () => {});

// Node ends with 0 when nothing is left to wait for, and what compiles a module in another thread is not waited for.
const awake = setInterval(() => {}, 2 ** 30);
const exit = await conform(hideBin(process.argv));
process.exitCode ||= exit;
clearInterval(awake);
setTimeout(() => process.exit(), GRACE_MS).unref();
