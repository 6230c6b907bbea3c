/** Runs inside the namespaces of a lab. Its arguments are the protocol that made the lab, and the words for it. */
import { plugins } from '../runners/registry/plugins.js';

const [name, ...words] = process.argv.slice(2);
const lab = await plugins.find(({ protocol }) => protocol === name)?.lab?.();
if (!lab) throw new Error(`${name} has no lab`);
process.exit(await lab.inside(words, process));
