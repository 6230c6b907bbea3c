#!/usr/bin/env node
import { hideBin } from 'yargs/helpers';
import { EXIT } from '../exit.js';
import { conform } from './program.js';

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
