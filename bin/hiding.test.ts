/** Secrets given on the command line, told by an adapter and by errors of ours. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { conform } from './testing/conform.js';

const SECRET = 'hünter22/hunter';
const folder = mkdtempSync(join(tmpdir(), 'conform-hiding-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

/** Answers each request with its secret, in text and in base64, within an answer that is compared. */
const TELLER = `
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id } = JSON.parse(line);
  const secret = process.env.API_KEY;
  const told = secret + ' ' + Buffer.from('me:' + secret).toString('base64') + ' ' + encodeURIComponent(secret);
  const hello = { name: told, version: '1', structures: { 'tunnel/key-file': ['decode'] } };
  console.log(JSON.stringify(id === undefined ? { conform: 1, hello } : { id, accept: { told } }));
});`;

it('are in no report and no rerun line, whatever the adapter answers', async () => {
  writeFileSync(at('teller.cjs'), TELLER);
  const { stdout, stderr } = await conform([
    ...['run', '--target', `exec:${process.execPath} ${at('teller.cjs')}`, '--env', `API_KEY=${SECRET}`],
    ...['--only', 'tunnel/key-file/*', '--report', `jsonl=${at('run.jsonl')}`, '--report', 'console'],
  ]);
  const all = stdout + stderr + readFileSync(at('run.jsonl'), 'utf8');
  expect(all).toMatch(/"told":"<secret [0-9a-f]{8}> \w+<secret [0-9a-f]{8}>\w* <secret [0-9a-f]{8}>"/);
  for (const written of [
    SECRET,
    encodeURIComponent(SECRET),
    Buffer.from(SECRET).toString('base64').slice(4, 16),
  ])
    expect(all).not.toContain(written);
});

describe('an error of ours that quotes the command line', () => {
  it.each([
    ['exex:program -H "X-Api-Key: hunter22hunter"'],
    ['https://broker.example/?token=hunter22hunter'],
    ['exec:program --pass=hunter22hunter "'],
  ])('hides the secret of %s', async (target) => {
    const { status, stderr } = await conform(['run', '--target', target]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/<secret [0-9a-f]{8}>/);
    expect(stderr).not.toContain('hunter');
  });

  it('rejects credentials in the URL of a relay, and does not quote them', async () => {
    const target = ['--target', `oh://${'y'.repeat(52)}`, '--relay', 'https://me:hunter22@relay.example'];
    const { status, stderr } = await conform(['run', ...target]);
    expect(status).toBe(2);
    expect(stderr).toContain('--relay: a URL must not have credentials');
    expect(stderr).not.toContain('hunter22');
  });
});
