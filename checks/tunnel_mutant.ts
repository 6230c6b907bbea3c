/** Starts a tunnel program by the name of a mutant or equivalent: wrong in one respect, or right but unusual. */
import { runRaw } from '../bin/raw_peer.js';
import { tunnelEquivalents } from '../reference/mutants/tunnel/equivalents.js';
import { tunnelMutants } from '../reference/mutants/tunnel/mutants.js';
import { runTunnel } from '../reference/tunnel/peers/command.js';
import { RULES } from '../reference/tunnel/peers/reference_rules.js';

const [name, ...words] = process.argv.slice(2);
const mutant = tunnelMutants.find(({ id }) => id === name);
const equivalent = tunnelEquivalents.find(({ id }) => `equivalent:${id}` === name);
const found = mutant ?? equivalent;
if (!found) throw new Error(`no such program: ${name}`);
const only = mutant?.only;
const rules = only === undefined || only === words[0] ? found.change(RULES) : RULES;
await runRaw({ help: '', run: (given, streams) => runTunnel(given, streams, rules) }, words);
