import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { answering } from '../../reference/mutants/punch/mutant.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import { openContext } from '../context.js';
import { portOf } from '../port_of.js';
import { peerTokenBy } from './peer_token.js';
import { punchTarget } from './target.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-peer-token-'));
afterAll(() => rmSync(folder, { recursive: true }));

const signal = new AbortController().signal;

describe('the peer token command', () => {
  it.each([
    'echo p_{session}.{stream}',
    'echo "p_{session}.{stream}"',
    "echo 'p_{session}.{stream}'",
    'printf %s\\\\n \\\'p_{session}".{stream}"',
    "echo 'a\\' 'p_{session}.{stream}'",
    'echo "p_$PUNCH_SESSION.$PUNCH_STREAM"',
    "sh -c 'echo p_{session}.{stream}'",
  ])('%s is given the names', async (command) => {
    expect(await peerTokenBy(command)('run-1', 'video')).toBe('p_run-1.video');
  });

  it.each(['{stream}', '"{stream}"', "'{stream}'", '"$PUNCH_STREAM"', "sh -c 'echo {stream}'"])(
    'is not started for an invalid name, with %s',
    async (placeholder) => {
      const trace = join(folder, 'started');
      const command = peerTokenBy(`touch ${trace}; echo p_a.b ${placeholder}`);
      await expect(command('run-1', `$(touch ${trace})`)).rejects.toThrow('RFC 2');
      await expect(command(`a;touch ${trace}`, 'video')).rejects.toThrow('RFC 2');
      expect(existsSync(trace)).toBe(false);
    },
  );
});

it('invalid names of streams are never used, and valid ones up to a limit', async () => {
  const hostile = ['$(id)', "a'b", 'a b', '-x', '../a', '', 'x'.repeat(65), 7, 'good', 'good'];
  const many = Array.from({ length: 500 }, (_, i) => `s${i}`);
  const broker = await startChanged(
    answering((answer) =>
      answer.status === 201
        ? {
            ...answer,
            body: JSON.stringify({ ...JSON.parse(answer.body), streams: [...hostile, ...many], join: [] }),
          }
        : answer,
    ),
  );
  const asked: string[] = [];
  const target = await punchTarget({
    url: broker.url,
    onClose: broker.close,
    peerToken: async (_session, stream) => {
      asked.push(stream);
      return 'p_a.b';
    },
  });
  const open = openContext({
    seed: '',
    signal,
    attempt: 1,
    progress: () => {},
    speed: 1,
  });
  const punch = await portOf(target, 'punch', open.context);
  const { streams } = await punch.session();
  await open.close();
  await target.close();
  expect(streams.slice(0, 2)).toEqual(['good', 's0']);
  expect(streams.length).toBeLessThanOrEqual(64);
  expect(asked).toEqual(streams);
});
