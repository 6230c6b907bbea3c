import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { anchored } from './target.js';

const own = fileURLToPath(import.meta.url);

it('makes paths to files whole, and leaves other words as they are', () => {
  const relative = `./${own.slice(process.cwd().length + 1)}`;
  expect(anchored(['sh', relative, basename(own), '/no/such/file', '--x=a/b'])).toEqual([
    ...['sh', own, basename(own), '/no/such/file', '--x=a/b'],
  ]);
});
