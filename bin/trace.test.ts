import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { conform } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-trace-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Tells what it was given, in each form that a program may write it in. */
const adapter = join(folder, 'tells.mjs');
writeFileSync(
  adapter,
  `import { createInterface } from 'node:readline';
  const secret = process.argv[3];
  const bytes = Buffer.from(secret);
  const told = [secret, ...['hex', 'base64', 'base64url'].map((form) => bytes.toString(form)), encodeURIComponent(secret)];
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, hello } = JSON.parse(line);
    console.log(JSON.stringify(hello
      ? { conform: 1, hello: { name: 'toy', version: '1', structures: { 'punch/token': ['decode'] } } }
      : { id, accept: { told, [secret]: 1 } }));
  }`,
);
const SECRET = 'hunter22/+"é and more';
const bytes = Buffer.from(SECRET);
const forms = [
  SECRET,
  'hunter22',
  bytes.toString('hex'),
  bytes.toString('base64').replace(/=+$/, ''),
  bytes.toString('base64url'),
  encodeURIComponent(SECRET),
];

const ask = (...words: string[]) =>
  conform([
    'run',
    '--target',
    `exec:${process.execPath} ${adapter} --secret '${SECRET}'`,
    '--only',
    'punch/token/decode-peer',
    '--quiet',
    ...words,
  ]);

describe('run --trace', () => {
  it('shows each step on stderr, as it happens', async () => {
    const { status, stderr } = await ask('--trace');
    expect(status).toBe(1);
    const steps = stderr
      .split('\n')
      .map((line) => line.replace(/^ +\d+\.\d{3} punch\/token\/decode-peer +/, ''));
    expect(steps[0]).toBe('a peer token is accepted');
    expect(steps[1]).toMatch(
      /^codec\.ask\(\{structure: "punch\/token", op: "decode", given: \{\}, input: "p_/,
    );
    expect(steps[2]).toMatch(/^codec\.ask returns \{accept: \{told: /);
    expect(steps[3]).toMatch(/^check FAILS: has the expected value, expected \{payload: /);
    expect(steps[4]).toMatch(/^fail after \d+ ms/);
  });

  it('and the report contain no form of a secret of the command', async () => {
    const { stdout, stderr } = await ask('--trace', '--report', 'json');
    for (const text of [stdout, stderr]) {
      expect(text).toContain('<secret ');
      for (const form of forms) expect(text).not.toContain(form);
    }
  });

  it('is silent where it is not given', async () => {
    expect((await ask()).stderr).toBe('');
  });
});

describe('run --patience', () => {
  it.each(['0', 'of', '', '-1', '0.5', '1e9', 'NaN'])('rejects %j', async (patience) => {
    const { status, stderr } = await ask('--patience', patience);
    expect(status).toBe(2);
    expect(stderr).toContain(
      `--patience must be off, or a number from 1 to 1000 (4 waits four times as long), not "${patience}"`,
    );
  });

  it.each(['off', '4', '1.5'])('takes %j', async (patience) => {
    expect((await ask('--patience', patience)).status).toBe(1);
  });
});
