import { expect, it } from 'vitest';
import { bell } from './bell.js';

it('looks again at each ring', async () => {
  const { ring, until } = bell();
  let holds = false;
  const waited = until(() => holds, 10_000);
  ring();
  holds = true;
  ring();
  expect(await waited).toBe(true);
});

it('does not wait longer than it may', async () => {
  expect(await bell().until(() => false, 5)).toBe(false);
});

it('looks by itself where nothing rings', async () => {
  let looks = 0;
  expect(await bell().until(() => ++looks === 3, 10_000, 1)).toBe(true);
});
