/** Runs inside the namespaces of a lab. Its arguments are the protocol that made the lab, and the words for it. */
import { plugins } from '../runners/registry/plugins.js';

const [name, ...words] = process.argv.slice(2);
const opened = await plugins.find(({ protocol }) => protocol === name)?.lab?.();
if (!opened) throw new Error(`${name} has no lab`);
process.exit(await opened.lab.inside(words, process));
