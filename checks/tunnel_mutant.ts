/** A reference tunnel program that is wrong in one respect, named by the first word. */
import { runRaw } from '../bin/raw_peer.js';
import { runTunnel } from '../reference/tunnel/peers/command.js';
import { FAULTS } from '../reference/tunnel/peers/faults.js';

const [name, ...words] = process.argv.slice(2);
const fault = FAULTS.find((one) => one === name);
if (!fault) throw new Error(`no such fault: ${name}`);
await runRaw(
  { help: '', run: (given, streams) => runTunnel(given, streams, new Set([fault])) },
  words,
  fault === 'signals-ignored' ? () => {} : undefined,
);
