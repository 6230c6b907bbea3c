import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation, Structure } from '../../reference/structure.js';
import { structures } from '../../reference/structures.js';
import type { CodecPort, Request } from '../../suites/codec.js';
import type { Context } from '../../suites/model.js';
import { loadVectorFile } from '../../vectors/load.js';
import { embeddedCodecs } from '../embedded/codecs.js';
import { grammars } from '../registry/fuzzed.js';
import { comparerOf, type Side, sideOf } from './comparer.js';
import { fuzz } from './fuzz.js';
import { drafted } from './promote.js';
import { knownCodes, seedsOf } from './seeds.js';

const { signal } = new AbortController();

function codecs(replaced: ReadonlyMap<string, Structure> = structures) {
  const codec = embeddedCodecs('codecs', replaced).ports.codec?.({} as Context) as CodecPort;
  return sideOf(codec, signal);
}

function wrong(name: string, op: string, change: (operation: Operation) => Operation) {
  const structure = structures.get(name);
  const operation = structure?.operations[op];
  if (!structure || !operation) throw new Error(`no ${name} ${op}`);
  const operations = { ...structure.operations, [op]: change(operation) };
  return codecs(new Map([...structures, [name, { ...structure, operations }]]));
}

const raise = (message: string): never => {
  throw new Error(message);
};

async function search(name: string, target: Side = codecs(), runs = 1000) {
  const file = loadVectorFile(name);
  const isAsked = (structure: string): boolean => structure === name;
  const comparer = comparerOf(target, codecs(), structures);
  const end = await fuzz({
    fc,
    comparer,
    seeds: seedsOf([file], isAsked),
    grammars: await grammars(),
    isAsked,
    structures,
    seed: 7,
    runs,
    time: 60_000,
    most: 1,
    signal,
    found: () => {},
  });
  return { ...end, file, counts: comparer.counts, known: knownCodes([file], isAsked) };
}

describe('a search', () => {
  it('finds nothing when both sides are the same, and stops after the given number of inputs', async () => {
    const { asked, counterexamples, counts, known } = await search('tunnel/mapping');
    expect(counterexamples).toEqual([]);
    expect(asked).toBe(1000);
    expect(counts.compared).toBeGreaterThan(700);
    expect([...known].filter((code) => !counts.codes.has(code))).toEqual([]);
  });

  it('shrinks a counterexample as long as it shows the same defect', async () => {
    const target = wrong('openhost/fragment', 'decode', (decode) => (given, input) => {
      const read = Object(decode(given, input));
      return read.payload.length > 2 ? read : null;
    });
    const { counterexamples } = await search('openhost/fragment', target);
    expect(counterexamples).toHaveLength(1);
    const [{ question, what, shrunk }] = counterexamples as [(typeof counterexamples)[0]];
    expect(what).toBe('accepts the input with another value');
    expect(shrunk).toBeGreaterThan(0);
    expect(question.input).toMatch(/^01....0001..$/);
  });

  it('changes a claim inside a signed token', async () => {
    const target = wrong('punch/token', 'verify', (verify) => (given, input) => {
      const claims = Object(verify(given, input));
      return claims.exp % 2 === 1 ? { ...claims, exp: claims.exp + 1 } : claims;
    });
    const { counterexamples } = await search('punch/token', target, 2000);
    expect(counterexamples.map(({ question }) => question.op)).toEqual(['verify']);
  });

  it('asks the same questions again with the same seed', async () => {
    const reference = codecs();
    const asked: unknown[][] = [[], []];
    for (const questions of asked) {
      const noting = (question: Request) => {
        questions.push(question);
        return reference(question);
      };
      await search('openhost/frame', noting, 100);
    }
    expect(asked[0]?.length).toBeGreaterThan(70);
    expect(asked[1]).toEqual(asked[0]);
  });

  it.each<[string, () => never | Promise<never>]>([
    ['at once', () => raise('the side is broken')],
    ['later', async () => raise('the side is broken')],
  ])('ends with the error of a side that throws %s', async (_when, side) => {
    await expect(search('openhost/frame', side, 10)).rejects.toThrow('the side is broken');
  });

  it('runs histories of a stateful decoder', async () => {
    const target = wrong('openhost/frame', 'stream', (stream) => (given, input) => {
      const read = Object(stream(given, input));
      return read.pending === 7 && read.frames.length > 0 ? { ...read, pending: 0 } : read;
    });
    const { counterexamples } = await search('openhost/frame', target, 2000);
    expect(counterexamples).toHaveLength(1);
    expect(counterexamples[0]?.received).toEqual({ accept: expect.objectContaining({ pending: 0 }) });
  });
});

it('drafts a vector with the clauses and the twin of the nearest vector, marked CONFIRM', async () => {
  const target = wrong('openhost/fragment', 'decode', (decode) => (given, input) => {
    try {
      return decode(given, input);
    } catch (error) {
      if (String(error).includes('fragment/index')) return null;
      throw error;
    }
  });
  const { counterexamples, file } = await search('openhost/fragment', target);
  const [found] = counterexamples;
  if (found === undefined) throw new Error('nothing was found');
  const text = drafted(found, [file]);
  const record = JSON.parse(text.replace(/^\/\/.*$/gm, '').replace(/,\s*$/, ''));
  const rejected = file.vectors.find(
    ({ expect: { ...wanted } }) => 'reject' in wanted && wanted.reject === 'fragment/index',
  );
  expect(record).toMatchObject({
    op: 'decode',
    reject: 'fragment/index',
    requires: rejected?.requirements,
    twin: rejected?.twin?.replace('openhost/fragment/', ''),
  });
  expect(text).toContain('CONFIRM the clause, the title, the twin and why');
});
