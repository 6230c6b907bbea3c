import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base32 } from '../bytes/base32.js';
import { DecodeError, rejectionOf } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import type { Json, JsonObject } from '../structure.js';
import { readAllowList } from './allow_list.js';
import { packetBack, packetOut } from './datagram.js';
import { nextFlow } from './flow.js';
import { tunnelStructures } from './index.js';
import { publicKeyOf } from './key_file.js';
import { mapping, readMappings } from './mapping.js';
import { portSpec, readPortSpecs } from './port_spec.js';
import { publicKey } from './public_key.js';
import { readRelayMode } from './relay_mode.js';
import { streamHeader } from './stream_header.js';

const u16 = fc.integer({ min: 0, max: 65_535 });
const port = fc.integer({ min: 1, max: 65_535 });
const proto = fc.constantFrom('tcp' as const, 'udp' as const);
const bytes = fc.uint8Array({ maxLength: 200 });

const code = (act: () => unknown): string => rejectionOf(act)?.code ?? 'accepted';

describe.each(tunnelStructures)('$name', (structure) => {
  test('answers anything, or rejects it with a DecodeError', () => {
    const anything = fc.oneof(
      fc.jsonValue().map((value) => value as Json),
      bytes.map(hex.encode),
      fc.array(fc.oneof(fc.string(), fc.constantFrom('80', '-:22', '1:2/udp')), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(anything, (input) => {
        for (const operation of Object.values(structure.operations)) {
          try {
            expect(operation({} as JsonObject, input)).toBeDefined();
          } catch (error) {
            expect(error).toBeInstanceOf(DecodeError);
          }
        }
      }),
    );
  });
});

test('headers come back as they were written, and every byte string has one reading', () => {
  fc.assert(
    fc.property(u16, u16, bytes, (flow, to, payload) => {
      expect(packetOut.decode(packetOut.encode({ flow, port: to, payload }))).toEqual({
        flow,
        port: to,
        payload,
      });
      expect(packetBack.decode(packetBack.encode({ flow, payload }))).toEqual({ flow, payload });
      expect(streamHeader.decode(streamHeader.encode({ port: to, rest: payload }))).toEqual({
        port: to,
        rest: payload,
      });
    }),
  );
});

test('each codec reads what it writes', () => {
  const local = fc.oneof(port, fc.constant('stdio' as const));
  fc.assert(
    fc.property(local, port, proto, (from, remote, over) => {
      const given = { local: from, remote, proto: from === 'stdio' ? ('tcp' as const) : over };
      expect(mapping.decode(mapping.encode(given))).toEqual(given);
      expect(portSpec.decode(portSpec.encode({ port: remote, proto: over }))).toEqual({
        port: remote,
        proto: over,
      });
    }),
  );
});

test.each([
  [[], 'port-spec/none'],
  [[''], 'port/empty'],
  [['0'], 'port/range'],
  [['1'], 'accepted'],
  [['65535'], 'accepted'],
  [['65536'], 'port/range'],
  [['-1'], 'port/digits'],
  [['+1'], 'port/digits'],
  [[' 80'], 'port/digits'],
  [['080'], 'port/leading-zero'],
  [['99999999999999999999'], 'port/range'],
  [['80/'], 'proto/unknown'],
  [['80/TCP'], 'proto/unknown'],
  [['80/sctp'], 'proto/unknown'],
  [['5/udp/tcp'], 'proto/unknown'],
  [['/udp'], 'port/empty'],
  [['80', '80/tcp'], 'port-spec/duplicate'],
  [['53', '53/udp'], 'accepted'],
])('out %j: %s', (texts, wanted) => {
  expect(code(() => readPortSpecs(texts))).toBe(wanted);
});

test.each([
  [[], 'mapping/none'],
  [['80'], 'mapping/no-colon'],
  [['5:5/udp/tcp'], 'proto/unknown'],
  [['1:2:3'], 'port/digits'],
  [[':80'], 'port/empty'],
  [['80:'], 'port/empty'],
  [['-:22'], 'accepted'],
  [['-:22/udp'], 'mapping/stdio-udp'],
  [['-:22', '-:23'], 'mapping/second-stdio'],
  [['0:22'], 'port/range'],
  [['22:0'], 'port/range'],
  [['9:22', '9:23'], 'mapping/duplicate'],
  [['9:22', '9:22/udp', '8:22'], 'accepted'],
])('in %j: %s', (texts, wanted) => {
  expect(code(() => readMappings(texts))).toBe(wanted);
});

test('a key is the same in hex and in base32, in any case', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (secret) => {
      const key = publicKeyOf(secret);
      for (const text of [hex.encode(key), base32.encode(key), base32.encode(key).toUpperCase()])
        expect(publicKey.decode(text)).toEqual(key);
    }),
    { numRuns: 20 },
  );
  expect(code(() => publicKey.decode(`02${'00'.repeat(31)}`))).toBe('public-key/no-point');
});

test('an allow list is never wider than it was meant', () => {
  const key = hex.encode(publicKeyOf(new Uint8Array(32)));
  expect([...readAllowList(` ${key} , ${key}`)]).toEqual([key]);
  for (const [text, wanted] of [
    ['', 'allow-list/empty'],
    [' ', 'allow-list/empty'],
    [`${key},`, 'allow-list/empty-entry'],
    [`${key},x`, 'public-key/length'],
  ] as const)
    expect(code(() => readAllowList(text))).toBe(wanted);
});

test('flow numbers wrap, and skip those in use', () => {
  expect(nextFlow(0, new Set())).toBe(0);
  expect(nextFlow(65_535, new Set([65_535, 0]))).toBe(1);
  expect(code(() => nextFlow(3, { has: () => true }))).toBe('flow/none-free');
});

test('relay modes are two words or a URL', () => {
  expect(readRelayMode(undefined)).toEqual({ kind: 'default' });
  expect(readRelayMode('http://127.0.0.1:3340')).toEqual({ kind: 'url', url: 'http://127.0.0.1:3340/' });
  for (const text of ['', 'Default', 'none', 'ftp://a', 'https://'])
    expect(code(() => readRelayMode(text))).toBe('relay-mode/unknown');
});
