import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isSystemError } from './system_error.js';

it('knows an error of a system call by its code', () => {
  let thrown: unknown;
  try {
    readFileSync('/no/such/file');
  } catch (error) {
    thrown = error;
  }
  expect(isSystemError(thrown, ['ENOENT'])).toBe(true);
  expect(isSystemError(thrown, ['EACCES'])).toBe(false);
  expect(isSystemError(new Error('ENOENT'), ['ENOENT'])).toBe(false);
});
