/** A reference tunnel program that is wrong in one respect, named by the first word. */
import { runRaw } from '../bin/raw_peer.js';
import { tunnelMutants } from '../reference/mutants/tunnel/mutants.js';
import { runTunnel } from '../reference/tunnel/peers/command.js';
import { RULES } from '../reference/tunnel/peers/reference_rules.js';

const [name, ...words] = process.argv.slice(2);
const found = tunnelMutants.find(({ id }) => id === name);
if (!found) throw new Error(`no such mutant: ${name}`);
const { change, only } = found;
const rules = only === undefined || only === words[0] ? change(RULES) : RULES;
await runRaw({ help: '', run: (given, streams) => runTunnel(given, streams, rules) }, words);
