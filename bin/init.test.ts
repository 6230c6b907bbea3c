import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { majorOf, SUPPORTED } from '../checks/nodes/versions.js';
import { conform as ask } from './testing/conform.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const init = (...words: string[]) => ask(['init', ...words], { cwd: folder });

describe('conform init adapter', () => {
  it.each([
    ['python', 'adapter.py', 'npx conform run --target "exec:python3 mine/adapter.py"'],
    ['go', 'main.go', 'go build -C mine -o adapter .'],
    ['rust', 'src', 'cargo build --release --manifest-path mine/Cargo.toml'],
    ['typescript', 'adapter.ts', 'npx conform run --target "exec:node mine/dist/adapter.js"'],
  ])('copies the %s skeleton and says what comes next', async (lang, file, next) => {
    const { status, stdout } = await init('adapter', '--lang', lang, '--out', 'mine');
    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'mine'))).toContain(file);
    expect(stdout).toContain(next);
  });

  it('quotes a folder with a space so that the line can be pasted', async () => {
    const { stdout } = await init('adapter', '--lang', 'python', '--out', 'my own');
    const line = stdout.split('\n').find((each) => each.includes('npx conform run'));
    const [, target] = /--target (.*)$/.exec(line ?? '') ?? [];
    const seen = execFileSync('sh', ['-c', `printf %s ${target}`], { encoding: 'utf8' });
    expect(seen).toBe("exec:python3 'my own/adapter.py'");
  });

  it('names a program in this folder so that it is not looked for in the PATH', async () => {
    expect((await init('adapter', '--lang', 'go', '--out', '.')).stdout).toContain('"exec:./adapter"');
  });

  it('overwrites nothing', async () => {
    writeFileSync(join(folder, 'adapter.py'), 'mine');
    const { status, stderr } = await init('adapter', '--lang', 'python', '--out', '.');
    expect(status).toBe(2);
    expect(stderr).toContain('adapter.py is there already');
    expect(readdirSync(folder)).toEqual(['adapter.py']);
    expect(readFileSync(join(folder, 'adapter.py'), 'utf8')).toBe('mine');
  });

  it.each([
    [['adapter'], '--lang python|go|rust|typescript'],
    [['config', '--lang', 'go'], 'init adapter'],
    [['adapter', '--lang', 'cobol'], 'cobol'],
    [['adaptor', '--lang', 'go'], 'adaptor'],
    [[], 'at least 1'],
    [['adapter', '--lang', 'go', 'extra'], 'extra'],
  ])('refuses %j', async (words, told) => {
    const { status, stderr } = await init(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
  });
});

describe('conform init', () => {
  it('config: one that runs as it is', async () => {
    expect((await init('config')).status).toBe(0);
    const words = ['run', '--only', 'punch/token/decode-peer', '--quiet'];
    const { status } = await ask(words, { cwd: folder });
    expect(status).toBe(0);
    expect(readFileSync(join(folder, 'conform.xml'), 'utf8')).toContain('name="mine: punch section 7"');
    expect((await init('config')).stderr).toContain('conform.config.json is there already');
  });

  it('ci: a workflow that runs what can be run', async () => {
    expect((await init('ci')).status).toBe(0);
    const written = readFileSync(join(folder, '.github', 'workflows', 'conform.yml'), 'utf8');
    const { jobs } = parse(written) as {
      jobs: { conform: { steps: { run?: string; with?: { 'node-version'?: number } }[] } };
    };
    // A current LTS: a major that is checked, and not the oldest.
    const majors = jobs.conform.steps.flatMap(({ with: given }) => given?.['node-version'] ?? []);
    expect(majors).toHaveLength(1);
    expect(SUPPORTED.slice(1).map(majorOf)).toContain(majors[0]);
    const commands = jobs.conform.steps.flatMap(({ run }) => run ?? []);
    const [, words = ''] = /^npx conform run (.*)$/.exec(commands.at(-1) ?? '') ?? [];
    const only = ['--only', 'punch/token/decode-peer', '--target', 'reference:codecs'];
    const { status } = await ask(['run', ...words.split(' '), ...only], { cwd: folder });
    expect(status).toBe(0);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['conform.xml', 'conform.jsonl']));
  });
});
