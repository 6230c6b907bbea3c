import { expect, it } from 'vitest';
import plainWidth from './plain_width.js';

it.each([
  ['', 0],
  ['--only <glob>', 13],
  ['\u001b[1mbold\u001b[0m', 4],
  ['\u{1F600}', 1],
])('%j takes that many columns', (text, columns) => {
  expect(plainWidth(text)).toBe(columns);
});
