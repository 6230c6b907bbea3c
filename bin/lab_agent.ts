/** Started inside the namespaces of a lab: with the protocol that has made it, and the words that this one wants there. */
import { plugins } from '../runners/registry/plugins.js';

const [name, ...words] = process.argv.slice(2);
const lab = await plugins.find(({ protocol }) => protocol === name)?.lab?.();
if (!lab) throw new Error(`${name} has no lab`);
process.exit(await lab.inside(words, process));
