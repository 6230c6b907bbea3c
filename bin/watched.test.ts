import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { watched } from './watched.js';

it('yields at the start and after each change of a wanted file, and ends with the signal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'conform-watched-'));
  mkdirSync(join(folder, 'below'));
  const stop = new AbortController();
  const changes = watched({
    folders: [folder],
    wants: (path) => path.endsWith('.ts'),
    signal: stop.signal,
  });
  expect((await changes.next()).done).toBe(false);
  const asked = changes.next();
  let came = false;
  void asked.then(() => {
    came = true;
  });
  writeFileSync(join(folder, 'other.json'), '');
  writeFileSync(join(folder, 'below', 'one.ts'), '');
  expect((await asked).done).toBe(false);
  expect(came).toBe(true);
  // While nobody asks it is kept.
  writeFileSync(join(folder, 'below', 'two.ts'), '');
  expect((await changes.next()).done).toBe(false);
  const last = changes.next();
  stop.abort();
  expect((await last).done).toBe(true);
  rmSync(folder, { recursive: true });
});
