import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { conform as ask } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-targets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const talkative = join(folder, 'talkative.mjs');
writeFileSync(
  talkative,
  `import { createInterface } from 'node:readline';
  const said = process.argv.slice(2).join(' ');
  const structures = { 'punch/token': ['decode'] };
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, hello } = JSON.parse(line);
    if (hello) console.log(JSON.stringify({ conform: 1, hello: { name: 'toy', version: '1', structures } }));
    else {
      console.error('asked with', said);
      console.log(JSON.stringify({ id, reject: 'told by ' + said }));
    }
  }`,
);
const toy = `exec:${process.execPath} ${talkative}`;

const conform = (...words: string[]) =>
  ask(['run', '--only', 'punch/token/decode-peer', '--quiet', ...words], { cwd: folder });

describe('--target', () => {
  it('rejects the same target written in two ways', async () => {
    const { status, stdout, stderr } = await conform(
      ...['--target', 'http://127.0.0.1:9', '--target', 'http://127.0.0.1:9/'],
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('http://127.0.0.1:9 is named twice');
  });

  it('may have meant one of the config', async () => {
    const path = join(folder, 'own.json');
    writeFileSync(path, JSON.stringify({ targets: { staging: toy } }));
    const { status, stderr } = await conform('--config', path, '--target', 'stagin');
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean "staging"?');
  });

  it('hides the secrets of its command in every report, also if the adapter prints them', async () => {
    const secret = 'correct-horse-battery';
    const paths = ['jsonl', 'json', 'junit', 'console'].map((kind) => [kind, join(folder, kind)] as const);
    const { status, stdout, stderr } = await conform(
      ...['--target', `${toy} --secret ${secret}`],
      ...paths.flatMap(([kind, path]) => ['--report', `${kind}=${path}`]),
    );
    expect(status).toBe(1);
    const reports = paths.map(([, path]) => readFileSync(path, 'utf8'));
    for (const text of [stdout, stderr, ...reports]) expect(text).not.toContain(secret);
    for (const text of reports) expect(text).toMatch(/--secret (?:<|&#60;)secret [0-9a-f]{8}/);
  });
});

describe('an option that no target takes', () => {
  it.each([
    ['--messages is for http:, https:', ['--target', 'reference:punch', '--messages', 'nonexist']],
    ['--relay is for oh:', ['--target', 'http://127.0.0.1:9', '--relay', 'https://relay.example']],
    ['--browser is for openhost-client:', ['--target', toy, '--browser']],
    ['--secret is for http:, https:, oh:', ['--secret', 'x']],
    ['--remote-refs has no effect without', ['--target', 'http://127.0.0.1:9', '--remote-refs']],
  ])('is refused: %s', async (said, words) => {
    const { status, stdout, stderr } = await conform(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(said);
  });

  it('applies when one of several targets has it, and is rejected when a config gives it to another', async () => {
    const path = join(folder, 'mixed.json');
    writeFileSync(path, JSON.stringify({ targets: { toy, broker: 'http://127.0.0.1:9' } }));
    expect((await conform('--config', path, '--secret', 'x')).status).not.toBe(2);
    writeFileSync(path, JSON.stringify({ targets: { toy: { target: toy, openapi: 'none.yaml' } } }));
    const { status, stderr } = await conform('--config', path);
    expect(status).toBe(2);
    expect(stderr).toContain('target toy does not take "openapi": remove it there; it is for http:, https:');
  });
});

describe('a path after the host of a broker', () => {
  it('is rejected with a suggestion', async () => {
    const { status, stderr } = await conform('--target', 'http://127.0.0.1:9/some/path');
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean http://127.0.0.1:9?');
  });
});

describe('an adapter', () => {
  it('that claims an unknown structure gets a remark', async () => {
    const file = join(folder, 'claims.mjs');
    const structures = { 'punch/tokn': ['decode'], 'punch/token': ['decode', 'verfy'] };
    const hello = { conform: 1, hello: { name: 'toy', version: '1', structures } };
    writeFileSync(file, `console.log('${JSON.stringify(hello)}'); process.stdin.resume();`);
    const { status, stderr } = await conform('--target', `exec:${process.execPath} ${file}`, '--skip', '**');
    expect(status).toBe(3);
    expect(stderr).toContain('claims an unknown structure "punch/tokn" (did you mean "punch/token"?)');
    expect(stderr).toContain('claims for punch/token an unknown operation "verfy" (did you mean "verify"?)');
  });
});
