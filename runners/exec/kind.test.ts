import { expect, it } from 'vitest';
import { Miscalled } from '../options.js';
import { execKind } from './kind.js';

it('is a codec target of the scheme exec, with the variables of an environment as its option', () => {
  expect(execKind).toMatchObject({ schemes: ['exec'], codecs: true });
  expect(Object.keys(execKind.options)).toEqual(['env']);
  expect(execKind.place).toBeUndefined();
});

it.each([
  ['exec:', 'the command is empty'],
  ["exec:python3 'adapter.py", "an unbalanced '"],
  ['exec:cat x | adapter', 'the command runs without a shell'],
])('rejects %s as a wrong call, before it starts anything', async (text, reason) => {
  const opening = execKind.open(text, {}, {});
  await expect(opening).rejects.toThrow(Miscalled);
  await expect(opening).rejects.toThrow(reason);
});
