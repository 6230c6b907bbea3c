/** Started by the runner inside the namespaces of a lab, with the commands of the programs as one JSON argument. */
import { runAgent } from '../runners/process/agent.js';
import type { LabCommands } from '../runners/process/lab_port.js';

// What a case leaves behind when it fails must not take the cases beside it along.
process.on('unhandledRejection', () => {});
await runAgent(JSON.parse(process.argv[2] ?? '{}') as LabCommands, process.stdin, process.stdout);
process.exit(0);
