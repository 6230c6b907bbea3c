/** Started by the runner inside the namespaces of a lab: as its agent, or with `shell` and a command. */
import { runAgent } from '../runners/tunnel/agent/agent.js';
import { runInLab } from '../runners/tunnel/lab_shell.js';

const [first, ...command] = process.argv.slice(2);
if (first === 'shell') process.exit(await runInLab(command));
await runAgent(process);
process.exit(0);
