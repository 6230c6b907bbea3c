import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { majorOf, SUPPORTED } from '../checks/nodes/versions.js';
import { inPackage } from '../package.js';
import { conform as ask } from './testing/conform.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const init = (...words: string[]) => ask(['init', ...words], { cwd: folder });

describe('conform init adapter', () => {
  it.each([
    ['python', 'adapter.py', 'run --target "exec:python3 mine/adapter.py"'],
    ['go', 'main.go', 'go build -C mine -o adapter .'],
    ['rust', 'src', 'cargo build --release --manifest-path mine/Cargo.toml'],
    ['java', 'Adapter.java', 'javac -d mine/classes -sourcepath mine mine/Adapter.java'],
    ['c', 'Makefile', 'make -C mine'],
    ['typescript', 'adapter.ts', 'run --target "exec:node mine/dist/adapter.js"'],
  ])('copies the %s skeleton and says what comes next', async (lang, file, next) => {
    const { status, stdout } = await init('adapter', '--lang', lang, '--out', 'mine');
    expect(stdout).toContain(`What each operation is given and returns: ${inPackage('docs', 'shapes.md')}`);
    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'mine'))).toContain(file);
    expect(stdout).toContain(next);
  });

  it('quotes a folder with a space so that the line can be pasted', async () => {
    const { stdout } = await init('adapter', '--lang', 'python', '--out', 'my own');
    const line = stdout.split('\n').find((each) => each.includes(' run --target'));
    const [, target] = /--target (.*)$/.exec(line ?? '') ?? [];
    const seen = execFileSync('sh', ['-c', `printf %s ${target}`], { encoding: 'utf8' });
    expect(seen).toBe("exec:python3 'my own/adapter.py'");
  });

  it('writes a program of this folder with a path, so that PATH is not searched', async () => {
    expect((await init('adapter', '--lang', 'go', '--out', '.')).stdout).toContain('"exec:./adapter"');
  });

  it('overwrites nothing', async () => {
    writeFileSync(join(folder, 'adapter.py'), 'mine');
    const { status, stderr } = await init('adapter', '--lang', 'python', '--out', '.');
    expect(status).toBe(2);
    expect(stderr).toContain('adapter.py already exists');
    expect(readdirSync(folder)).toEqual(['adapter.py']);
    expect(readFileSync(join(folder, 'adapter.py'), 'utf8')).toBe('mine');
  });

  it.each([
    [['adapter'], '--lang python|go|rust|typescript|java|c'],
    [['adapter', '--lang', 'cobol'], 'cobol'],
    [['adaptor', '--lang', 'go'], 'adaptor'],
    [[], 'at least 1'],
    [['adapter', '--lang', 'go', 'extra'], 'extra'],
  ])('rejects %j', async (words, told) => {
    const { status, stderr } = await init(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
  });
});

describe('conform init config', () => {
  const broker = ['--target', 'https://broker.example'];

  it('writes the target that is named, with its options', async () => {
    const { status, stdout } = await init('config', ...broker, '--secret', 'env:SECRET', '--name', 'staging');
    expect(status).toBe(0);
    expect(stdout).toContain('Wrote conform.config.json');
    const written: unknown = JSON.parse(readFileSync(join(folder, 'conform.config.json'), 'utf8'));
    expect(written).toMatchObject({
      targets: { staging: { target: 'https://broker.example', secret: 'env:SECRET' } },
    });
    expect((await init('config', ...broker)).stderr).toContain('conform.config.json already exists');
  });

  it('writes a config that runs as it is', async () => {
    cpSync(inPackage('examples', 'adapters', 'python'), join(folder, 'adapter'), { recursive: true });
    expect((await init('config', '--target', 'exec:python3 adapter/adapter.py')).status).toBe(0);
    const words = ['run', '--only', 'punch/token/decode-peer', '--quiet'];
    const { status, stdout } = await ask(words, { cwd: folder });
    expect(stdout).toMatch(/^conform .* for mine, /);
    expect(status).toBe(0);
    expect(readFileSync(join(folder, 'conform.xml'), 'utf8')).toContain('name="mine: punch section 7"');
  });

  it.each([
    [[], '--target is missing'],
    [['--target', 'reference:codecs'], 'is conform itself'],
    [['--target', 'reference'], 'is conform itself'],
    [['--target', 'htps://broker.example'], 'did you mean "https"?'],
    [[...broker, '--secret', 'hunter2'], 'env:NAME or file:PATH'],
    [[...broker, '--relay', 'https://relay.example'], '--relay is for oh:'],
    [[...broker, '--name', 'My Broker'], 'conform.config.json'],
    [[...broker, '--lang', 'go'], '--lang: init config does not take it: remove it; it is for init adapter'],
    [
      [...broker, '--provider', 'gitlab'],
      '--provider: init config does not take it: remove it; it is for init ci',
    ],
  ])('refuses %j and writes nothing', async (words, told) => {
    const { status, stderr } = await init('config', ...words);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('conform init ci', () => {
  const mine = ['--target', 'exec:python3 adapter/adapter.py'];

  it('writes a workflow on a current Node, and a config whose run is not green before the target answers', async () => {
    expect((await init('ci', ...mine)).status).toBe(0);
    const written = readFileSync(join(folder, '.github', 'workflows', 'conform.yml'), 'utf8');
    const { jobs } = parse(written) as {
      jobs: Record<string, { steps: { with?: { 'node-version'?: number } }[] }>;
    };
    // A current LTS: a major that is checked, and not the oldest.
    const majors = Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ with: given }) => given?.['node-version'] ?? []),
    );
    expect(majors).toHaveLength(2);
    for (const major of majors) expect(SUPPORTED.slice(1).map(majorOf)).toContain(major);
    const asked = ['run', '--quiet', '--only', 'punch/token/decode-peer'];
    expect((await ask(asked, { cwd: folder })).status).toBe(3);
    cpSync(inPackage('examples', 'adapters', 'python'), join(folder, 'adapter'), { recursive: true });
    expect((await ask(asked, { cwd: folder })).status).toBe(0);
  });

  it.each([
    ['github', '.github/workflows/conform.yml'],
    ['gitlab', 'conform.gitlab-ci.yml'],
    ['circle', '.circleci/config.yml'],
    ['jenkins', 'Jenkinsfile'],
    ['kubernetes', 'conform.kubernetes/merge.yml'],
  ])('writes the files of %s, and overwrites none', async (provider, path) => {
    expect((await init('ci', ...mine, '--provider', provider, '--shards', '2')).status).toBe(0);
    expect(readFileSync(join(folder, path), 'utf8')).toContain('npx --yes p2p-conform@');
    const again = await init('ci', '--provider', provider);
    expect(again.stderr).toContain('already exists');
    expect(again.status).toBe(2);
  });

  it('uses the existing config', async () => {
    expect((await init('config', ...mine)).status).toBe(0);
    expect((await init('ci')).status).toBe(0);
  });

  it.each([
    ['no config', undefined, 'conform.config.json does not exist'],
    ['a config of conform itself', 'reference:codecs', 'conform.config.json names none'],
  ])('rejects %s, and writes no workflow', async (_name, target, told) => {
    if (target !== undefined) {
      writeFileSync(join(folder, 'conform.config.json'), JSON.stringify({ targets: { mine: target } }));
    }
    const { status, stderr } = await init('ci');
    expect(status).toBe(2);
    expect(stderr).toContain(told);
    expect(stderr).toContain('--target');
    expect(readdirSync(folder)).not.toContain('.github');
  });
});

describe('a config whose only target is the reference', () => {
  it('says in the first and the last line that the run tests conform itself', async () => {
    writeFileSync(join(folder, 'conform.config.json'), '{"targets":{"mine":"reference:codecs"}}');
    const words = ['run', '--only', 'punch/token/decode-peer', '--quiet'];
    const lines = (await ask(words, { cwd: folder })).stdout.trimEnd().split('\n');
    expect(lines[0]).toContain('This run tests conform itself');
    expect(lines.at(-1)).toContain('This run tested conform itself');
  });
});
