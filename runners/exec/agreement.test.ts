/** Beyond the vectors: the Python example and the reference give the same verdict on generated inputs. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inPackage } from '../../package.js';
import { base64url } from '../../reference/bytes/base64url.js';
import { DecodeError } from '../../reference/bytes/error.js';
import { hex } from '../../reference/bytes/hex.js';
import { utf8 } from '../../reference/bytes/text.js';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { fragmentStructure } from '../../reference/openhost/fragment.structure.js';
import { frame as codec } from '../../reference/openhost/frame.js';
import { frameStructure } from '../../reference/openhost/frame.structure.js';
import { publicKeyOf } from '../../reference/openhost/identity.js';
import { identityStructure } from '../../reference/openhost/identity.structure.js';
import { recordStructure } from '../../reference/openhost/record.structure.js';
import { tokenStructure } from '../../reference/punch/token.structure.js';
import type { Json, JsonObject, Structure } from '../../reference/structure.js';
import { sameJson } from '../../suites/case.js';
import { type Adapter, startAdapter } from './adapter.js';
import { LIMITS } from './testing/open.js';

const none = spawnSync('python3', ['--version']).status !== 0;
const { signal } = new AbortController();
let adapter: Adapter;

/** Every fifth input is valid for sure: by chance alone a run of a few hundred inputs may contain none. */
const often = <T>(valid: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 1, arbitrary: valid }, { weight: 4, arbitrary: other });

/** Fragments of JSON that are valid, nearly valid and invalid, joined in any order. */
const member = fc.constantFrom(
  '"session":"live"',
  '"session":"a\\u002eb"',
  '"session":"\\ud800"',
  '"sess\\u0069on":"live"',
  '"role":"peer"',
  '"role":"admin"',
  '"role":["peer"]',
  '"stream":"cam"',
  '"stream":null',
  '"stream":""',
  '"exp":1',
  '"exp":1.0',
  '"exp":-0',
  '"exp":1e3',
  '"exp":1E400',
  '"exp":01',
  '"exp":9007199254740991.4',
  '"exp":9007199254740993',
  '"exp":NaN',
  '"exp":true',
  '"more":{"a":1,"a":2}',
  '"more":[1,[2,{"x":"\\ud83d\\ude00"}]]',
  '"more":"\\x"',
  '"more":"\u0001"',
  '"more":-Infinity',
  '"__proto__":{}',
);
const needed = fc.tuple(
  fc.constantFrom('"session":"live"', '"session":"L.-_9"', '"session":"é"'),
  fc.constantFrom(
    '"role":"peer","stream":"cam"',
    '"role":"admin","stream":null',
    '"role":"peer","stream":null',
  ),
  fc.constantFrom('"exp":1777810754', '"exp":1.5e3', '"exp":-1'),
);
const payload = fc
  .tuple(needed, fc.array(member, { maxLength: 2 }), fc.constantFrom(',', ' ,\n', ',,', '\u00a0,'))
  .map(([parts, more, comma]) => utf8(`{${[...parts, ...more].join(comma)}}`));
const altered = fc
  .tuple(payload, fc.option(fc.tuple(fc.nat(), fc.nat(255)), { freq: 4 }))
  .map(([bytes, change]) => (change ? bytes.with(change[0] % bytes.length, change[1]) : bytes));
const tokenOf = (bytes: Uint8Array) => `p_${base64url.encode(bytes)}.${base64url.encode(new Uint8Array(32))}`;
const token = often(
  fc.constant(tokenOf(utf8('{"session":"live","role":"peer","stream":"cam","exp":1777810754}'))),
  fc
    .tuple(altered, fc.constantFrom('', '=', 'A', ' ', '.'))
    .map(([bytes, behind]) => tokenOf(bytes) + behind),
);

const octets = (least: number, most: number) => fc.uint8Array({ minLength: least, maxLength: most });
const nearly = fc
  .tuple(
    fc.constantFrom('00', '01', '12', 'ff'),
    fc.constantFrom('02', '03', '21', '55'),
    fc.constantFrom('00000001', '0000'),
    fc.constantFrom('00000000', '00000002', '02000000', '01000000'),
    octets(0, 3).map(hex.encode),
  )
  .map((parts) => parts.join(''));
const valid = fc
  .tuple(fc.constantFrom(0x02, 0x21, 0xf0), fc.nat(0xffff_ffff), octets(0, 3))
  .map(([type, requestId, payload]) => hex.encode(codec.encode({ type, requestId, payload })));
const frame = often(valid, nearly);
const chunks = fc.array(
  fc.oneof(
    octets(0, 6).map(hex.encode),
    fc.constantFrom('0002000000010000000141', '00fe0000000000000000', '0200000000', '00', '12', '0201000000'),
  ),
  { maxLength: 8 },
);
const fragment = often(
  octets(0, 4).map((rest) => hex.encode(new Uint8Array([1, 0, 1, 0, rest.length, ...rest]))),
  fc
    .tuple(fc.constantFrom(0, 1, 1, 1), fc.nat(3), fc.nat(3), fc.nat(4), octets(0, 4))
    .map(([version, index, total, length, rest]) =>
      hex.encode(new Uint8Array([version, index, total, 0, length, ...rest])),
    ),
);

/** Half of all byte strings encode no point. Decoders differ at the upper end of the field. */
const key = fc
  .oneof(
    octets(32, 32),
    fc.tuple(fc.integer({ min: 0xe0, max: 0xff }), fc.constantFrom(0x7f, 0xff)).map(([low, high]) => {
      const bytes = new Uint8Array(32).fill(0xff);
      bytes[0] = low;
      bytes[31] = high;
      return bytes;
    }),
    fc.tuple(fc.nat(3), fc.constantFrom(0, 0x80)).map(([low, high]) => {
      const bytes = new Uint8Array(32);
      bytes[0] = low;
      bytes[31] = high;
      return bytes;
    }),
  )
  .map(zbase32.encode);

const SEED = '07'.repeat(32);
const PUBLIC_KEY = hex.encode(publicKeyOf(hex.decode(SEED)));
const signed = ['2', '3'].map((version) =>
  String(
    recordStructure.operations['sign']?.(
      { seed: SEED },
      {
        version: Number(version),
        ts: '1700000000',
        dtls_fp: 'aa'.repeat(32),
        roles: 'server',
        salt: 'bb'.repeat(32),
        disc: 'mdns',
        ...(version === '3' ? { turn_ip: 'c6336401', turn_port: 3478 } : {}),
      },
    ),
  ),
);
const flipped = (bytes: Uint8Array, at: number, by: number) =>
  bytes.with(at % bytes.length, (bytes[at % bytes.length] ?? 0) ^ by);
const change = fc.tuple(fc.constantFrom(...signed), fc.nat(), fc.constantFrom(0, 0, 1, 0x80));
const sealed = change.map(([text, at, by]) => base64url.encode(flipped(base64url.decode(text), at, by)));
const record = change.map(([text, at, by]) =>
  hex.encode(flipped(base64url.decode(text).subarray(64), at, by)),
);

function reference({ operations }: Structure, op: string, given: JsonObject, input: Json): Json {
  try {
    return { accept: operations[op]?.(given, input) ?? null };
  } catch (error) {
    if (error instanceof DecodeError) return { reject: error.code };
    throw error;
  }
}

const agree = (ours: Json, theirs: Json): boolean => {
  const rejects = (answer: Json) => typeof answer === 'object' && answer !== null && 'reject' in answer;
  return rejects(ours) ? rejects(theirs) : sameJson(ours, theirs);
};

describe.skipIf(none)('the Python example agrees with the reference', () => {
  beforeAll(async () => {
    adapter = await startAdapter(
      ['python3', inPackage('examples', 'adapters', 'python', 'adapter.py')],
      LIMITS,
    );
  });
  afterAll(() => adapter.close());

  test.each<[string, Structure, string, fc.Arbitrary<Json>, JsonObject?, number?]>([
    ['token', tokenStructure, 'decode', token, {}, 1_000],
    ['frame', frameStructure, 'decode', frame],
    ['cut stream of frames', frameStructure, 'stream', chunks],
    ['fragment', fragmentStructure, 'decode', fragment],
    ['key', identityStructure, 'decode-key', key],
    ['record', recordStructure, 'decode', record],
    ['signed record', recordStructure, 'verify', sealed, { public_key: PUBLIC_KEY, now: '1700007200' }, 30],
  ])('on any %s', async (_what, structure, op, inputs, given = {}, numRuns = 200) => {
    const verdicts = new Set<string>();
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const ours = reference(structure, op, given, input);
        const theirs = await adapter.ask({ structure: structure.name, op, given, input }, signal);
        verdicts.add(Object.keys(theirs).join());
        expect(agree(ours, theirs as Json), JSON.stringify({ ours, theirs })).toBe(true);
      }),
      { numRuns },
    );
    expect([...verdicts].sort()).toEqual(['accept', 'reject']);
  });
});
