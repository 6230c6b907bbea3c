import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const init = (...words: string[]) => {
  const conform = inPackage('dist', 'bin', 'conform.js');
  return spawnSync(process.execPath, [conform, 'init', ...words], { cwd: folder, encoding: 'utf8' });
};

describe('conform init adapter', () => {
  it.each([
    ['python', 'adapter.py', 'npx conform run --target "exec:python3 mine/adapter.py"'],
    ['go', 'main.go', 'go build -C mine -o adapter .'],
    ['rust', 'src', 'cargo build --release --manifest-path mine/Cargo.toml'],
    ['typescript', 'adapter.ts', 'npx conform run --target "exec:node mine/dist/adapter.js"'],
  ])('copies the %s skeleton and says what comes next', (lang, file, next) => {
    const { status, stdout } = init('adapter', '--lang', lang, '--out', 'mine');
    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'mine'))).toContain(file);
    expect(stdout).toContain(next);
  });

  it('quotes a folder with a space so that the line can be pasted', () => {
    const { stdout } = init('adapter', '--lang', 'python', '--out', 'my own');
    const line = stdout.split('\n').find((each) => each.includes('npx conform run'));
    const [, target] = /--target (.*)$/.exec(line ?? '') ?? [];
    const seen = execFileSync('sh', ['-c', `printf %s ${target}`], { encoding: 'utf8' });
    expect(seen).toBe("exec:python3 'my own/adapter.py'");
  });

  it('names a program in this folder so that it is not looked for in the PATH', () => {
    expect(init('adapter', '--lang', 'go', '--out', '.').stdout).toContain('"exec:./adapter"');
  });

  it('overwrites nothing', () => {
    writeFileSync(join(folder, 'adapter.py'), 'mine');
    const { status, stderr } = init('adapter', '--lang', 'python', '--out', '.');
    expect(status).toBe(2);
    expect(stderr).toContain('adapter.py is there already');
    expect(readdirSync(folder)).toEqual(['adapter.py']);
    expect(readFileSync(join(folder, 'adapter.py'), 'utf8')).toBe('mine');
  });

  it.each([
    [['adapter'], 'lang'],
    [['adapter', '--lang', 'cobol'], 'cobol'],
    [['adaptor', '--lang', 'go'], 'adaptor'],
    [[], 'at least 1'],
    [['adapter', '--lang', 'go', 'extra'], 'extra'],
  ])('refuses %j', (words, told) => {
    const { status, stderr } = init(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
  });
});
