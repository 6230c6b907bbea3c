/** Started by the runner inside the namespaces of a lab, with the commands of the programs as one JSON argument. */
import { type LabSettings, runAgent } from '../runners/tunnel/agent.js';

// What a case leaves behind when it fails must not take the cases beside it along.
process.on('unhandledRejection', () => {});
await runAgent(JSON.parse(process.argv[2] ?? '{}') as LabSettings, process.stdin, process.stdout);
process.exit(0);
