/** Reports to a pipe whose reader ends. bin/outputs.test.ts tests the other outputs that fail. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';

const program = inPackage('dist', 'bin', 'conform.js');
const asked = ['run', '--only', 'punch/token/**', '--seed', '1'];

const shell = (script: string): SpawnSyncReturns<string> =>
  spawnSync('bash', ['-c', script, process.execPath, program, ...asked], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env['PATH'] },
  });

describe('a report that cannot be written completely causes an error, and is never green', () => {
  it.each(['console', 'junit'])('%s to a reader that has gone', (kind) => {
    const { stdout, stderr } = shell(`"$0" "$@" --report ${kind} | true; echo "exit \${PIPESTATUS[0]}"`);
    expect(stdout).toBe('exit 3\n');
    expect(stderr).toContain('a report is incomplete: stdout: its reader went away\n');
  });

  it('to a reader of one line', () => {
    const { stdout, stderr } = shell(
      `"$0" "$@" --report jsonl | head -n 1 | cut -c 1-16; echo "exit \${PIPESTATUS[0]}"`,
    );
    expect(stdout).toBe('{"kind":"header"\nexit 3\n');
    expect(stderr).toContain('its reader went away');
  });
});
