import { mutant } from './mutant.js';

export const commandLine = [
  mutant({
    id: 'usage-is-success',
    clause: ['CLI-1', 'CLI-2'],
    what: 'Wrong usage ends with exit code 0.',
    kills: ['cli/no-command', 'cli/unknown-command', 'in/no-arguments'],
    change: ({ exitCodes }) => ({ exitCodes: { ...exitCodes, wrongUsage: 0 } }),
  }),
  mutant({
    id: 'failure-is-success',
    clause: ['IDENTITY-4', 'IDENTITY-10', 'IN-14'],
    what: 'A program that fails ends with exit code 0.',
    kills: ['identity/read-only', 'identity/unreadable', 'in/unknown-peer'],
    change: ({ exitCodes }) => ({ exitCodes: { ...exitCodes, failed: 0 } }),
  }),
  mutant({
    id: 'signals-ignored',
    clause: ['CLI-2'],
    what: 'SIGINT and SIGTERM do not end the program.',
    kills: ['cli/ends-on-sigterm', 'cli/ends-on-sigint'],
    change: () => ({ stop: () => new AbortController().signal }),
  }),
];
