#!/usr/bin/env node
// A Node that is too old fails on the first import that it cannot parse, before our code runs. So this file and its one
// static import use syntax that Node 12 parses, and import the program only after the check of the version.
import { nodeSupported, OLDEST_NODE } from '../oldest_node.js';

const USAGE = 2;
const INCOMPLETE = 3;
/** The bundle that the build makes of conform.js and its imports. */
const PROGRAM = '../program/conform.js';

if (nodeSupported(process.versions.node)) {
  import(PROGRAM).catch((error: unknown) => {
    const { code } = Object(error);
    console.error(
      code === 'EMFILE' || code === 'ENFILE'
        ? 'conform: too many open files: raise the limit of this shell, for example with ulimit -n 1024'
        : error,
    );
    process.exitCode = INCOMPLETE;
  });
} else {
  console.error(`conform needs Node ${OLDEST_NODE} or newer, and this is Node ${process.versions.node}`);
  process.exitCode = USAGE;
}
