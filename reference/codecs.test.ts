/**
 * What holds for every structure of ours, put to the inputs of its own vectors: what is decoded is encoded again to the
 * same bytes, no one-byte change reads as the same, and whatever is authenticated survives no change at all.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { DecodeError } from './bytes/error.js';
import type { Json, JsonObject, Structure } from './structure.js';
import { structures } from './structures.js';

interface Sample {
  readonly id: string;
  readonly op: string;
  readonly given: JsonObject;
  readonly input: Json;
  readonly expect: { readonly accept?: Json; readonly by?: string };
}

// The files as data: this room knows nothing of the loader.
const samples = ['openhost', 'punch', 'tunnel'].flatMap((protocol) =>
  readdirSync(inPackage('vectors', protocol))
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(inPackage('vectors', protocol, name), 'utf8')))
    .map((file: { structure: string; vectors: Sample[] }) => ({
      structure: structures.get(file.structure) as Structure,
      accepted: file.vectors.filter(({ expect: wanted }) => wanted.accept !== undefined),
    })),
);

const HEX = /^(?:[0-9a-f]{2})+$/;

function ask(structure: Structure, op: string, given: JsonObject, input: Json): string | undefined {
  try {
    return JSON.stringify(structure.operations[op]?.(given, input));
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** Every byte of a short input, and a spread of a long one. */
function changes(text: string): string[] {
  const bytes = Buffer.from(text, 'hex');
  const step = Math.max(1, Math.floor(bytes.length / 64));
  const changed: string[] = [];
  for (let at = 0; at < bytes.length; at += step) {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
    changed.push(copy.toString('hex'));
  }
  return changed;
}

/** Whose decoder reads older versions that nobody writes any more. */
const older: Readonly<Record<string, RegExp>> = {
  'openhost/answer': /^decode-v1/,
  'openhost/frame': /^decode-v1/,
  'openhost/offer': /^decode-v[12]/,
};

const inverse = samples
  .filter(
    ({ structure: { operations, reopen } }) =>
      operations['decode'] && operations['encode'] && !reopen?.['encode'],
  )
  .map(({ structure, accepted }) => ({
    structure,
    decoded: accepted.filter(
      ({ id, op, input }) =>
        op === 'decode' && typeof input === 'string' && !older[structure.name]?.test(id.split('/')[2] ?? ''),
    ),
  }))
  .filter(({ decoded }) => decoded.length > 0);

describe.each(inverse.map((one) => [one.structure.name, one] as const))(
  '%s',
  (_name, { structure, decoded }) => {
    it('encodes a decoded value to the same bytes', () => {
      for (const { id, given, input, expect: wanted } of decoded) {
        if (Array.isArray(wanted.accept)) continue;
        expect(ask(structure, 'encode', given, wanted.accept ?? null), id).toBe(JSON.stringify(input));
      }
    });

    it('reads no other bytes as the same', () => {
      for (const { id, given, input } of decoded) {
        if (!HEX.test(String(input))) continue;
        const own = ask(structure, 'decode', given, input);
        for (const changed of changes(String(input))) {
          expect(ask(structure, 'decode', given, changed), `${id}: ${changed}`).not.toBe(own);
        }
      }
    });
  },
);

const authenticated: Readonly<Record<string, readonly string[]>> = {
  'openhost/binding': ['verify-client', 'verify-host'],
  'openhost/sealed-box': ['open'],
  'openhost/packet': ['resolve'],
};

describe.each(Object.entries(authenticated))('%s', (name, ops) => {
  const one = samples.find(({ structure }) => structure.name === name);

  it.each(ops)('%s lets no change of one byte through', (op) => {
    const asked = one?.accepted.filter((sample) => sample.op === op) ?? [];
    expect(asked.length).toBeGreaterThan(0);
    for (const { id, given, input } of asked.slice(0, 3)) {
      for (const changed of changes(String(input))) {
        expect(ask(one?.structure as Structure, op, given, changed), `${id}: ${changed}`).toBe(undefined);
      }
    }
  });
});

/** Where `conform explain` names the bytes of what is decoded. */
const annotated: Readonly<Record<string, string>> = {
  'openhost/answer': 'decode',
  'openhost/answer-blob': 'decode',
  'openhost/fragment': 'decode',
  'openhost/offer': 'decode',
  'openhost/offer-blob': 'decode',
  'openhost/packet': 'resolve',
  'openhost/record': 'decode',
  'openhost/sealed-box': 'open',
};

describe.each(Object.entries(annotated))('%s', (name, op) => {
  it('has a name for each of its bytes, from the first to the last', () => {
    const one = samples.find(({ structure }) => structure.name === name);
    const asked = one?.accepted.filter((sample) => sample.op === op) ?? [];
    expect(asked.length).toBeGreaterThan(0);
    for (const { id, given, input } of asked) {
      let end = 0;
      // A blob is named as a whole, and then by its parts.
      for (const { offset, length } of one?.structure.annotate?.(given, input) ?? []) {
        expect(offset, id).toBeLessThanOrEqual(end);
        end = Math.max(end, offset + length);
      }
      expect(end, id).toBe(String(input).length / 2);
    }
  });
});

describe.each(samples.map((one) => [one.structure.name, one] as const))(
  '%s',
  (_name, { structure, accepted }) => {
    it('answers anything in the place of its input, or rejects it with a DecodeError', () => {
      const mutated = fc
        .tuple(
          fc.constantFrom(...accepted),
          fc.string({ unit: fc.constantFrom(...'0123456789abcdef{}",:.-_ z') }),
          fc.nat(),
          fc.nat(4),
        )
        .map(([sample, text, where, cut]) => {
          if (typeof sample.input !== 'string') return { ...sample, input: text as Json };
          const at = where % (sample.input.length + 1);
          return { ...sample, input: sample.input.slice(0, at) + text + sample.input.slice(at + cut) };
        });
      fc.assert(
        fc.property(mutated, ({ op, given, input }) => {
          const answer = ask(structure, op, given, input);
          expect(['string', 'undefined']).toContain(typeof answer);
        }),
        { numRuns: 200 },
      );
    });
  },
);
