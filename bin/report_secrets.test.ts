/** A live run with a secret, drawn in every format: no form of the secret and no token is in any of them. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { punchMutants } from '../reference/mutants/punch/mutants.js';
import { startChanged } from '../reference/mutants/punch/start.js';
import { reporters } from '../reports/registry.js';
import { conform } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** With characters that each escaping changes. */
const secret = `${randomBytes(18).toString('base64')}/"\\%+é`;
const bytes = Buffer.from(secret);
const forms = {
  raw: secret,
  base64: bytes.toString('base64'),
  base64url: bytes.toString('base64url'),
  hex: bytes.toString('hex'),
  percent: encodeURIComponent(secret),
  json: JSON.stringify(secret).slice(1, -1),
};
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  writeFileSync(at('secret'), secret);
  const mutant = punchMutants.find(({ id }) => id === 'duplicate-is-400');
  if (!mutant) throw new Error('there is no such mutant');
  const broker = await startChanged(mutant.change, { secret: bytes });
  try {
    const words = [
      '--target',
      broker.url,
      '--secret',
      `file:${at('secret')}`,
      '--report',
      `jsonl=${at('run.jsonl')}`,
    ];
    const { status } = await conform(['run', '--quiet', '--only', 'punch/{5,5.3,7}/**', ...words]);
    expect(status).toBe(1);
  } finally {
    await broker.close();
  }
});

it('the recorded run has a transcript', () => {
  expect(readFileSync(at('run.jsonl'), 'utf8')).toMatch(
    /"name":"transcript","text":"[^"]*POST \/api\/session/,
  );
});

it.each(Object.keys(reporters))('%s contains no form of the secret', async (kind) => {
  await conform(['report', 'render', '--from', at('run.jsonl'), '--report', `${kind}=${at(kind)}`]);
  const text = readFileSync(at(kind), 'utf8');
  expect(text.length).toBeGreaterThan(100);
  for (const [form, value] of Object.entries(forms)) expect(text.includes(value), form).toBe(false);
  expect(text).not.toMatch(/p_[A-Za-z0-9_-]{40}/);
});
