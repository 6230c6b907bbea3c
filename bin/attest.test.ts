import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyAsync } from '@noble/ed25519';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Envelope, preAuthEncoding, signed } from '../reports/attestation/envelope.js';
import type { Statement } from '../reports/attestation/statement.js';
import { footer, header, passed } from '../reports/example.js';
import type { Footer, Header, Result } from '../suites/model.js';
import { conform } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-attest-'));
afterAll(() => rmSync(folder, { recursive: true }));
const place = (name: string): string => join(folder, name);
const file = (name: string, text: string | Uint8Array): string => {
  writeFileSync(place(name), text);
  return place(name);
};
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

const inputs = { vectors: 'ab'.repeat(32), waivers: 'cd'.repeat(32) };
const ids = ['echo/token/ok', 'echo/token/bad-mac', 'echo/5.3/late'];
const plan = { hash: 'f0'.repeat(32), cases: [{ target: 'exec:adapter', ids }] };
const results: readonly Result[] = ids.map((id) => ({ ...passed, id }));

interface Made {
  readonly header?: Partial<Header>;
  readonly results?: readonly Result[];
  readonly footer?: Partial<Footer>;
}

/** A recording: green, unless told otherwise. */
function recorded(name: string, made: Made = {}): string {
  const all = made.results ?? results;
  const counts = { pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 };
  for (const { verdict } of all) counts[verdict]++;
  const end = { ...footer, planHash: plan.hash, counts, gating: 0, planned: 3, exit: 0, reasons: [] };
  const lines = [{ ...header, plan, inputs, ...made.header }, ...all, { ...end, ...made.footer }];
  return file(name, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

const subject = file('broker.tar', 'the release');
const [recording, key, envelope] = [recorded('run.jsonl'), place('own.key'), place('run.intoto.json')];
const pub = `${key}.pub`;

const ask = (action: string, given: Readonly<Record<string, string>>) =>
  conform(['report', action, ...Object.entries(given).flatMap(([name, value]) => [`--${name}`, value])]);
const attest = (given: Readonly<Record<string, string>> = {}) =>
  ask('attest', { from: recording, key, subject, ...given });
const verify = (given: Readonly<Record<string, string>> = {}) =>
  ask('verify', { from: recording, key: pub, subject, attestation: envelope, ...given });

const read = (path: string): Envelope => JSON.parse(readFileSync(path, 'utf8'));
const statementIn = (text: Envelope): Statement => JSON.parse(Buffer.from(text.payload, 'base64').toString());
/** Signed by the right key, whatever it says. */
const forged = (change: (statement: Statement) => unknown): string => {
  const payload = Buffer.from(JSON.stringify(change(statementIn(read(envelope)))));
  return file('forged.json', JSON.stringify(signed(payload, createPrivateKey(readFileSync(key)))));
};

beforeAll(async () => {
  expect((await conform(['keys', 'new', '--out', key])).status).toBe(0);
  expect(await attest({ out: envelope })).toEqual({ status: 0, stdout: '', stderr: '' });
});

describe('conform report attest', () => {
  it('signs an in-toto test result that names the tested file and the tool', () => {
    const { predicate, ...rest } = statementIn(read(envelope));
    expect(rest).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'broker.tar', digest: { sha256: sha256('the release') } }],
      predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    });
    expect(predicate).toMatchObject({ result: 'PASSED', passedTests: ids.toSorted(), failedTests: [] });
    const named = new Map(predicate.configuration.map((one) => [one.name, one]));
    expect(named.get('recording')).toMatchObject({
      digest: { sha256: sha256(readFileSync(recording)) },
      annotations: { seed: header.seed, counts: { pass: 3 }, tool: 'p2p-conform@0.1.0' },
    });
    for (const [name, digest] of Object.entries({ plan: plan.hash, ...inputs }))
      expect(named.get(name)?.digest).toEqual({ sha256: digest });
    expect(named.get('spec echo 1.0.0')?.digest).toEqual({ sha256: 'ab'.repeat(32) });
  });

  it('is verified by another library, over the bytes that DSSE signs', async () => {
    const { payloadType, payload, signatures } = read(envelope);
    const body = Buffer.from(payload, 'base64');
    const bytes = Buffer.concat([
      Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${body.length} `),
      body,
    ]);
    expect(Buffer.from(preAuthEncoding(payloadType, body))).toEqual(bytes);
    const raw = createPublicKey(readFileSync(pub)).export({ format: 'jwk' }).x ?? '';
    const sig = Buffer.from(signatures[0]?.sig ?? '', 'base64');
    expect(await verifyAsync(sig, bytes, Buffer.from(raw, 'base64url'))).toBe(true);
  });

  it('says WARNED for fails that do not gate, and FAILED for a red run', async () => {
    const [first, ...others] = results as [Result, ...Result[]];
    const some = [{ ...first, verdict: 'fail', gates: false, level: 'should' } as const, ...others];
    const all = recorded('warned.jsonl', { results: some });
    expect(statementIn(JSON.parse((await attest({ from: all })).stdout)).predicate).toMatchObject({
      result: 'WARNED',
      warnedTests: [first.id],
    });
    const red = recorded('red.jsonl', { results: [{ ...first, verdict: 'fail' }, ...others], footer: RED });
    const out = place('red.json');
    expect((await attest({ from: red, out })).status).toBe(0);
    expect(statementIn(read(out)).predicate).toMatchObject({ result: 'FAILED', failedTests: [first.id] });
    const { status, stdout } = await verify({ from: red, attestation: out });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^VERIFIED {2}the run FAILED\n/);
    expect(stdout).toContain('1 gating case failed');
  });

  it.each<readonly [what: string, made: Made, told: string]>([
    ['a run that could not ask all', { footer: { exit: 3, reasons: ['no route'] } }, 'without a verdict'],
    ['an interrupted run', { footer: { exit: 130, reasons: ['interrupted'] } }, 'without a verdict'],
    ['one shard', { header: { shard: '1/4' } }, 'is shard 1/4 of a run'],
    [
      'a run of the reference alone',
      { header: { targets: header.targets.map((one) => ({ ...one, kind: 'embedded' })) } },
      'tests conform itself',
    ],
  ])('rejects %s', async (_, made, told) => {
    const { status, stdout, stderr } = await attest({ from: recorded('refused.jsonl', made) });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^conform: NOT ATTESTED: /);
    expect(stderr).toContain(told);
  });

  it('takes the key from the environment', async () => {
    const env = { ...process.env, SIGNING_KEY: readFileSync(key, 'utf8') };
    const words = ['--from', recording, '--key', 'env:SIGNING_KEY', '--subject', subject];
    const { status, stdout } = await conform(['report', 'attest', ...words], { env });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(read(envelope));
  });

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  it.each<readonly [what: string, given: Readonly<Record<string, string>>, told: string]>([
    ['a public key', { key: pub }, 'is a public key'],
    ['no key', { key: subject }, 'is not a private Ed25519 key'],
    [
      'a key of another kind',
      { key: file('ec.key', ec.export({ type: 'pkcs8', format: 'pem' }).toString()) },
      'is a key of type ec',
    ],
    ['a missing subject', { subject: place('none') }, 'cannot read'],
    ['a folder', { subject: folder }, 'is a folder'],
    ['a digest of another kind', { subject: `sha512:${'ab'.repeat(64)}` }, 'is not a SHA-256'],
    ['a missing recording', { from: place('none') }, 'there is no such file'],
  ])('exits 2 for %s', async (_, given, told) => {
    const { status, stderr } = await attest(given);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
  });
});

const RED = { exit: 1, gating: 1, reasons: ['1 gating case failed'] };

describe('conform report verify', () => {
  it('prints what it has verified, for the file or its digest', async () => {
    for (const one of [subject, `sha256:${sha256('the release')}`]) {
      const { status, stdout, stderr } = await verify({ subject: one });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/^VERIFIED {2}the run PASSED\n {2}subject {2}broker\.tar/);
      expect(stdout).toContain('3 pass, 0 fail');
    }
  });

  it('shows which cases were selected', async () => {
    const some = recorded('some.jsonl', { header: { asked: { only: ['echo/token/**'], fast: true } } });
    const attestation = place('some.json');
    await attest({ from: some, out: attestation });
    expect((await verify({ from: some, attestation })).stdout).toContain('--only echo/token/** --fast');
  });

  it.each<readonly [what: string, given: () => Readonly<Record<string, string>>, told: string]>([
    [
      'another key',
      () => {
        const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
        return { key: file('other.pub', pem.toString()) };
      },
      'it is signed by another key',
    ],
    ['another subject', () => ({ subject: file('other.tar', 'another release') }), 'about another subject'],
    [
      'another recording',
      () => ({ from: recorded('other.jsonl', { header: { seed: 8 } }) }),
      'the recording was changed, or is another one',
    ],
    [
      'an incomplete recording, whatever was signed',
      () => ({ from: file('cut.jsonl', readFileSync(recording).subarray(0, -1)) }),
      'is incomplete',
    ],
    [
      'an incomplete run, whatever was signed',
      () => ({ from: recorded('blocked.jsonl', { footer: { exit: 3, reasons: ['no route'] } }) }),
      'without a verdict',
    ],
    [
      'a line that was taken out',
      () => ({ from: file('short.jsonl', readFileSync(recording, 'utf8').replace(/\n.*\n/, '\n')) }),
      'lines were lost or added',
    ],
    [
      'a better result than the recording has',
      () => ({
        attestation: forged((all) => ({ ...all, predicate: { ...all.predicate, passedTests: ['x'] } })),
      }),
      'another result than the recording',
    ],
    [
      'other vectors than the recording names',
      () => ({
        attestation: forged(({ predicate, ...all }) => ({
          ...all,
          predicate: {
            ...predicate,
            configuration: predicate.configuration.map((one) =>
              one.name === 'vectors' ? { ...one, digest: { sha256: '00'.repeat(32) } } : one,
            ),
          },
        })),
      }),
      'it names another vectors than the recording',
    ],
    [
      'a statement of another type',
      () => ({ attestation: forged((all) => ({ ...all, predicateType: 'https://slsa.dev/provenance/v1' })) }),
      'the statement at /predicateType',
    ],
    [
      'another payload than was signed',
      () => ({
        attestation: file('type.json', JSON.stringify({ ...read(envelope), payloadType: 'text/plain' })),
      }),
      'the envelope holds text/plain',
    ],
    ['a file that is no envelope', () => ({ attestation: file('none.json', '{}') }), 'must have required'],
  ])('rejects %s', async (_, given, told) => {
    const { status, stdout, stderr } = await verify(given());
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^conform: NOT VERIFIED: /);
    expect(stderr).toContain(told);
  });

  it('rejects a change of any byte of the recording', async () => {
    const bytes = readFileSync(recording);
    const path = place('bit.jsonl');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ change;
        writeFileSync(path, changed);
        expect((await verify({ from: path })).status).toBe(1);
      }),
      { numRuns: 20 },
    );
  });
});
