/** A reference tunnel program that is wrong in one respect, named by the first word. */
import { serveTunnel } from '../bin/serve/tunnel.js';
import { FAULTS } from '../reference/tunnel/peers/faults.js';

const [name, ...words] = process.argv.slice(2);
const fault = FAULTS.find((one) => one === name);
if (!fault) throw new Error(`no such fault: ${name}`);
await serveTunnel(words, new Set([fault]));
