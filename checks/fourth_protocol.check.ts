/** Adds a fourth protocol to a clone, as its page says: its own folders, and one line in each registry. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { cloned } from './packed/copied.js';
import { blocksOf } from './pages/blocks.js';
import { fourth } from './pages/pages.js';
import { Performance } from './pages/perform.js';

const home = mkdtempSync(join(tmpdir(), 'conform-fourth-'));
const clone = join(home, 'clone');
afterAll(() => rmSync(home, { recursive: true, force: true }));

function run(command: string, ...words: string[]) {
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd: clone,
    encoding: 'utf8',
    timeout: 240_000,
  });
  return { status, text: `${stdout}${stderr}` };
}
const conform = (...words: string[]) => run(process.execPath, '.', ...words);

beforeAll(async () => {
  const page = readFileSync(inPackage(fourth), 'utf8');
  const performed = await new Performance({ folder: cloned(clone) }).perform(page);
  expect(performed).toBe(blocksOf(page).length);
}, 600_000);

describe('a fourth protocol, of folders and five lines,', () => {
  it('changes no existing source except the five registries', () => {
    const { text } = run('git', 'diff', '--name-only', '--', '*.ts');
    expect(text.trim().split('\n')).toHaveLength(5);
  });

  it('is tested against a peer that conform serves', async () => {
    const peer = spawn(process.execPath, ['.', 'serve', 'echo', '--port', '0'], {
      cwd: clone,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [target] = (await once(createInterface({ input: peer.stdout }), 'line')) as [string];
      const { status, text } = conform('run', '--quiet', '--target', target);
      expect(text).toMatch(/^GREEN {2}1 case/m);
      expect(status).toBe(0);
    } finally {
      peer.kill('SIGTERM');
      await once(peer, 'close');
    }
  });

  it.each([
    ['list', 'requirements', '--protocol', 'echo'],
    ['explain', 'echo/answer/echoes'],
    ['explain', 'ECHO-LINE-2'],
    ['coverage', '--protocol', 'echo'],
    ['serve', '--help'],
    ['run', '--help'],
  ])('is shown by conform %s %s', (...words) => {
    const { status, text } = conform(...words);
    expect(text).toMatch(/echo|ECHO/);
    expect(status).toBe(0);
  });
});
