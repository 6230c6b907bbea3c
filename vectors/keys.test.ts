/** Codecs with typed keys read no other bytes: every key of every vector is a point, unless the vector is about a bad key. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, it } from 'vitest';
import type { Json } from '../reference/structure.js';
import { loadVectors } from './load.js';
import type { Vector } from './vector.js';

/** Members that hold an Ed25519 key, and bytes with a key in front or inside. */
const MEMBERS = new Set(['client_pk', 'daemon_pk', 'host_pk', 'signer', 'public_key']);
const HEADS: Readonly<Record<string, RegExp>> = {
  'openhost/offer decode': /^openhost-\w+-inner./,
  'openhost/answer decode': /^openhost-\w+-inner./,
  'openhost/binding verify-client': /^/,
};
/** Operations whose whole input or answer is a key. */
const WHOLE: Readonly<Record<string, 'input' | 'accept'>> = {
  'openhost/identity encode-key': 'input',
  'openhost/identity decode-key': 'accept',
  'openhost/identity public-key': 'accept',
  'openhost/sealed-box public-key': 'input',
  'openhost/label offer-name': 'input',
  'openhost/label allowlist-hash': 'input',
  'openhost/label answer-name': 'input',
  'openhost/label turn-password': 'input',
  'openhost/binding auth-bytes': 'input',
  'tunnel/public-key decode': 'accept',
  'tunnel/key-file public': 'accept',
};

function membersOf(value: Json): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    MEMBERS.has(name) && typeof member === 'string' ? [member] : membersOf(member),
  );
}

function keysOf(structure: string, { op, given, input, expect: wanted }: Vector): readonly string[] {
  const name = `${structure} ${op}`;
  const accept = 'accept' in wanted ? wanted.accept : null;
  const head = HEADS[name];
  const length = head?.exec(Buffer.from(String(input), 'hex').toString('latin1'))?.[0].length;
  const inside = length === undefined ? '' : String(input).slice(2 * length, 2 * length + 64);
  const whole = { input, accept }[WHOLE[name] ?? 'accept'];
  return [
    ...[given, input, accept].flatMap(membersOf),
    ...(inside.length === 64 ? [inside] : []),
    ...(name in WHOLE && typeof whole === 'string' ? [whole] : []),
  ];
}

const isPoint = (key: string): boolean => {
  try {
    ed25519.Point.fromHex(key, false);
    return true;
  } catch {
    return false;
  }
};

it('has no key that is not a point, unless the vector is about that', () => {
  const all = loadVectors().flatMap(({ structure, vectors }) =>
    vectors.flatMap((vector) => keysOf(structure, vector).map((key) => ({ vector, key }))),
  );
  expect(all.length).toBeGreaterThan(300);
  // A key of another length is about its length.
  const bad = all.filter(
    ({ vector, key }) => key.length === 64 && !vector.tags.includes('odd-key') && !isPoint(key),
  );
  expect(bad.map(({ vector, key }) => `${vector.id}: ${key}`)).toEqual([]);
});

it('finds an invalid key', () => {
  expect(isPoint('02'.padEnd(64, '0'))).toBe(false);
  const vector = loadVectors(['openhost']).find(({ structure }) => structure === 'openhost/offer')
    ?.vectors[0];
  expect(
    vector && keysOf('openhost/offer', { ...vector, given: { signer: '02'.padEnd(64, '0') } }),
  ).toContain('02'.padEnd(64, '0'));
});
