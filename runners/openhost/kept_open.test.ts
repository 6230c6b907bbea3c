import { expect, it } from 'vitest';
import { keptOpen } from './kept_open.js';

function opening(fails: readonly string[] = []) {
  const closed: string[] = [];
  const opened = keptOpen();
  for (const name of ['relay', 'service', 'daemon']) {
    const one = {
      name,
      async close() {
        closed.push(name);
        if (fails.includes(name)) throw new Error(`${name} does not close`);
      },
    };
    expect(opened.keep(one)).toBe(one);
  }
  return { opened, closed };
}

it('closes all that was opened, the newest first, and only once', async () => {
  const { opened, closed } = opening();
  await opened.close();
  await opened.close();
  expect(closed).toEqual(['daemon', 'service', 'relay']);
});

it('closes the others when one does not close, and then throws the first error', async () => {
  const { opened, closed } = opening(['daemon', 'relay']);
  await expect(opened.close()).rejects.toThrow('daemon does not close');
  expect(closed).toEqual(['daemon', 'service', 'relay']);
});
