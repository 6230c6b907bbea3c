/** Started by the runner inside the namespaces of a lab: with its settings as one JSON argument, or with `shell` and a command. */
import { type LabSettings, runAgent } from '../runners/tunnel/agent.js';
import { runInLab } from '../runners/tunnel/lab_shell.js';

const [first = '{}', ...command] = process.argv.slice(2);
if (first === 'shell') process.exit(await runInLab(command));
await runAgent(JSON.parse(first) as LabSettings, process.stdin, process.stdout);
process.exit(0);
