import { expect, test } from 'vitest';
import { openExec } from './target.js';
import { FAKE } from './testing/open.js';
import { CommandError } from './words.js';

const command = (beginning: string) => `'${process.execPath}' "${FAKE}" ${beginning}`;

test('a target has the capabilities that its adapter claims', async () => {
  const target = await openExec(command('dialects'));
  try {
    expect(target).toMatchObject({
      name: `exec:${command('dialects')}`,
      kind: 'exec',
      capabilities: { name: 'fake', version: '1', structures: { 'fake/one': ['do'], 'fake/two': ['do'] } },
      ports: { codec: expect.any(Function) },
      dialects: { 'fake/one': 'text' },
      concurrency: 64,
      production: false,
    });
  } finally {
    await target.close();
  }
});

test('a program that cannot be started is a target without capabilities', async () => {
  const target = await openExec('no-such-program-anywhere');
  expect(target.capabilities).toBeNull();
  await target.close();
});

test('rejects an unreadable command before it starts anything', async () => {
  await expect(openExec(`python3 'adapter.py`)).rejects.toThrow(CommandError);
});
