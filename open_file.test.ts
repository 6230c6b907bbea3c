import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openToRead, readText } from './open_file.js';

let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-open-'));
  writeFileSync(at('file'), 'some text');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a file that a person names', () => {
  it('is read to its end, and no further than its limit', () => {
    expect(readText(at('file'))).toBe('some text');
    expect(readText(at('file'), 9)).toBe('some text');
    expect(readText(at('file'), 8)).toBeUndefined();
  });

  it('is read from a pipe whose writer is slow to open it', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const writer = spawn('sh', ['-c', 'exec 3>"$0"; echo late >&3', at('pipe')]);
    expect(readText(at('pipe'))).toBe('late\n');
    writer.kill();
  });

  it('throws the error of the system when the file does not exist', () => {
    expect(() => openToRead(at('nothing'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });
});
