import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conform } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-fuzz-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

/** Accepts key files of any length, and tells its secret with each. */
const LENIENT = `
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, input } = JSON.parse(line);
  const hello = { name: 'lenient', version: '1', structures: { 'tunnel/key-file': ['decode'] } };
  console.log(JSON.stringify(id === undefined ? { conform: 1, hello } : { id, accept: input + process.env.API_KEY }));
});`;
const lenient = [
  ...['fuzz', '--target', `exec:${process.execPath} ${at('lenient.cjs')}`, '--env', 'API_KEY=hunter22'],
  '--quiet',
];

beforeAll(() => {
  writeFileSync(at('lenient.cjs'), LENIENT);
  for (const [name, text] of [
    ['broken', 'garbage\n'],
    ['foreign', '{"op":"decode"}'],
  ] as const) {
    mkdirSync(at(name));
    writeFileSync(at(join(name, 'x.json')), text);
  }
});

describe('conform fuzz', () => {
  it('prints a counterexample as vector and rerun line, drafts it, keeps it, and exits with 1', async () => {
    const files = ['--promote', at('found.txt'), '--corpus', at('corpus')];
    const { status, stdout } = await conform([...lenient, '--runs', '600', '--most', '2', ...files]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^1\. tunnel\/key-file decode: the target accepts/);
    expect(stdout).toMatch(/vector {5}\{"id":"tunnel\/key-file\/decode-fuzz-[0-9a-f]{8}"/);
    expect(stdout).toMatch(/2 disagreements in [\d,]+ inputs/);
    expect(stdout).toMatch(/\d of \d+ reject codes of the vectors reached/);
    expect(stdout).not.toContain('hunter22');
    expect(readFileSync(at('found.txt'), 'utf8')).toContain('"twin": "decode-32"');
    expect(readdirSync(at('corpus')).length).toBeGreaterThan(1);
    const rerun = /--replay '([^']+)'/.exec(stdout)?.[1] ?? '';
    const again = await conform([...lenient, '--replay', rerun]);
    expect(again).toMatchObject({ status: 1, stdout: expect.stringContaining('the target accepts') });
    const file = at(join('corpus', readdirSync(at('corpus'))[0] ?? ''));
    expect((await conform([...lenient, '--replay', file])).status).toBe(1);
  });

  it('finds nothing when it compares the reference with itself', async () => {
    const words = ['fuzz', '--target', 'reference:codecs', '--only', 'tunnel/port-spec', '--runs', '300'];
    const { status, stdout } = await conform([...words, '--seed', '3', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ asked: 300, counterexamples: 0, seed: 3, found: [] });
  });

  it.each([
    [
      ['--target', 'https://broker.example'],
      /https:\/\/broker\.example is not on this machine, .* add --i-own-this-target --allow-live broker\.example/,
    ],
    [
      ['--target', 'https://broker.example', '--allow-live', 'broker.example'],
      /if it is yours, add --i-own-this-target$/m,
    ],
    [
      ['--target', 'https://broker.example', '--i-own-this-target', '--allow-live', 'other.example'],
      /if it is yours, add --allow-live broker\.example$/m,
    ],
    [
      ['--target', `oh://${'y'.repeat(52)}`, '--relay', 'https://relay.example'],
      /add --i-own-this-target --allow-live relay/,
    ],
    [
      ['--target', 'openhost-client:./c {url}', '--model', 'openhost/*'],
      /there is no stateful model of openhost-client/,
    ],
    [
      ['--target', 'http://127.0.0.1:9', '--model', 'punch/nothing'],
      /matches no model; known: punch\/streams/,
    ],
    [['--target', 'http://127.0.0.1:9', '--corpus', 'x'], /--corpus holds inputs of codecs/],
    [['--target', 'http://127.0.0.1:9', '--against', 'exec:./x'], /--against compares codecs/],
    [['--target', 'http://127.0.0.1:9', '--path', 'punch/streams@0@A'], /--path needs the --seed/],
    [
      ['--target', 'http://127.0.0.1:9', '--path', 'x', '--seed', '1'],
      /--path: "x" is not a path of a model/,
    ],
    [['--target', 'reference:codecs', '--runs', '0'], /--runs/],
    [['--target', 'reference:codecs', '--seed', '-1'], /--seed/],
    [['--target', 'tunnel:./punch'], /is a live peer/],
    [['--target', 'reference:codecs', '--against', 'http://127.0.0.1:9'], /--against: .* is a live peer/],
    [[], /--target is missing/],
    [
      ['--target', 'reference:codecs', '--corpus', at('lenient.cjs')],
      /lenient\.cjs: is a file; name a folder/,
    ],
    [['--target', 'reference:codecs', '--corpus', at('broken')], /broken\/x\.json: is not JSON/],
    [['--target', 'reference:codecs', '--corpus', at('foreign')], /foreign\/x\.json: is not a question/],
    [
      ['--target', 'reference:codecs', '--promote', folder],
      /cannot write to .*: it is a folder: name a file/,
    ],
    [
      ['--target', 'http://127.0.0.1:9', '--promote', at('no/x')],
      /its folder does not exist: create it first/,
    ],
    [['--target', 'reference:codecs', '--replay', at('none.json')], /none\.json: cannot be read: ENOENT/],
    [['--target', 'reference:codecs', '--only', 'punch/tokken'], /punch\/tokken/],
    [['--target', 'reference:codecs', '--time', 'soon'], /--time: "soon" is not a duration/],
    [['--target', 'reference:codecs', '--replay', '{"op":"decode"}'], /is not a question/],
  ])('rejects %j', async (words, why) => {
    const { status, stderr } = await conform(['fuzz', ...words]);
    expect(stderr).toMatch(why);
    expect(status).toBe(2);
  });

  it('ends with 3 for an adapter that does not start', async () => {
    const { status, stderr } = await conform(['fuzz', '--target', 'exec:/nonexistent']);
    expect(stderr).toMatch(/no such program/);
    expect(status).toBe(3);
  });
});
