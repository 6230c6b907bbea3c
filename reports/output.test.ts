import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CannotOpen, descriptorOutput, fileOutput } from './output.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-output-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const failing = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

describe('writing', () => {
  test('writes until every byte is taken, through partial writes and full pipes', () => {
    const taken: number[] = [];
    let calls = 0;
    const output = descriptorOutput({
      fd: -1,
      name: 'pipe',
      write(_, bytes, offset) {
        if (++calls % 3 === 0) return failing('EAGAIN')();
        const some = bytes.subarray(offset, offset + 2);
        taken.push(...some);
        return some.length;
      },
    });
    output.write('grüße\n');
    output.write('zwei\n');
    expect(Buffer.from(taken).toString()).toBe('grüße\nzwei\n');
    expect(output.error).toBeUndefined();
  });

  test('a broken output keeps its first error and drops later writes', () => {
    let calls = 0;
    const output = descriptorOutput({
      fd: -1,
      name: 'stdout',
      write() {
        calls++;
        return failing('EPIPE')();
      },
    });
    output.write('one\n');
    output.write('two\n');
    expect(output.error).toEqual({ name: 'stdout', code: 'EPIPE', message: 'stdout: its reader went away' });
    expect(calls).toBe(1);
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk is reported', () => {
    const output = fileOutput('/dev/full');
    output.write('line\n');
    output.close();
    expect(output.error?.message).toBe('/dev/full: the disk is full');
  });
});

describe('a file', () => {
  test('keeps its old content until the run begins, and has everything written before it is closed', () => {
    const path = join(folder, 'report');
    writeFileSync(path, 'old');
    const output = fileOutput(path);
    expect(readFileSync(path, 'utf8')).toBe('old');
    output.begin();
    expect(readFileSync(path, 'utf8')).toBe('');
    output.write('new\n');
    expect(readFileSync(path, 'utf8')).toBe('new\n');
    output.close();
    output.write('late\n');
    expect(readFileSync(path, 'utf8')).toBe('new\n');
  });

  test('is continued after the part that is kept', () => {
    const path = join(folder, 'report');
    writeFileSync(path, 'whole\ncut of');
    const output = fileOutput(path, 6);
    output.write('next\n');
    output.close();
    expect(readFileSync(path, 'utf8')).toBe('whole\nnext\n');
  });

  test.each([
    ['a missing folder', 'missing/report', 'its folder does not exist: create it first'],
    ['a folder', '.', 'it is a folder: name a file'],
    ['a file as folder', 'file/report', 'a part of its path is not a folder'],
  ])('%s is rejected at once', (_, path, reason) => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => fileOutput(join(folder, path))).toThrow(CannotOpen);
    expect(() => fileOutput(join(folder, path))).toThrow(reason);
  });
});
