#!/usr/bin/env node
// A Node that is too old fails on the first import that it cannot read, before any line of ours runs. So this file and
// its one static import keep to syntax that Node 12 reads, and the program is imported after the question.
import { nodeSupported, OLDEST_NODE } from '../oldest_node.js';

const USAGE = 2;
const INCOMPLETE = 3;
/** What the build joins of conform.js and all that it loads. */
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
