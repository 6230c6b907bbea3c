import { describe, expect, it } from 'vitest';
import { tokenStructure } from '../../reference/punch/token.structure.js';
import type { Json, JsonObject } from '../../reference/structure.js';
import type { CodecObject } from './codec_object.js';
import { type DescribeOptions, describeVectors, type TestApi } from './vitest.js';

const right = tokenStructure.operations as CodecObject;
const { decode, verify, sign, encode } = tokenStructure.operations;

interface Outcome {
  readonly name: string;
  readonly skipped: boolean;
  readonly failure?: string;
}

/** Registers the tests like a test runner, then runs all of them. */
async function outcomes(codec: CodecObject, options: DescribeOptions = {}): Promise<Outcome[]> {
  const tests: { name: string; body?: () => Promise<void> | void }[] = [];
  const api: TestApi = {
    describe: (_name, body) => body(),
    it: Object.assign((name: string, body: () => Promise<void> | void) => void tests.push({ name, body }), {
      skip: (name: string) => void tests.push({ name }),
    }),
  };
  describeVectors('punch/token', codec, { ...options, api });
  const ran: Outcome[] = [];
  for (const { name, body } of tests) {
    try {
      await body?.();
      ran.push({ name, skipped: !body });
    } catch (error) {
      ran.push({ name, skipped: false, failure: (error as Error).message });
    }
  }
  return ran;
}

const failures = (all: readonly Outcome[]): Outcome[] => all.filter(({ failure }) => failure !== undefined);
const named = (all: readonly Outcome[], id: string): Outcome | undefined =>
  all.find(({ name }) => name.startsWith(`${id}: `));

describe('describeVectors', () => {
  it('passes a right codec, and skips vectors below must or of another dialect', async () => {
    const all = await outcomes(right);
    expect(failures(all)).toEqual([]);
    expect(all.filter(({ skipped }) => !skipped).length).toBeGreaterThan(50);
    const skipped = all.filter((one) => one.skipped).map(({ name }) => /\(skipped: (.*)\)$/.exec(name)?.[1]);
    expect(new Set(skipped)).toEqual(
      new Set(['its level is should', 'its level is may', 'it belongs to the dialect "text"']),
    );
  });

  it('skips the vectors of an operation that the codec lacks, and says so', async () => {
    const all = await outcomes({ decode });
    expect(failures(all)).toEqual([]);
    expect(named(all, 'punch/token/verify-one-second-late-octets')).toMatchObject({
      skipped: true,
      name: expect.stringContaining('the codec has no operation "verify"'),
    });
  });

  it('counts a thrown string as a rejection, and awaits a promise', async () => {
    const asText = (given: JsonObject, input: Json): Promise<Json> => {
      try {
        return Promise.resolve(verify?.(given, input) ?? null);
      } catch (error) {
        throw String(error);
      }
    };
    expect(failures(await outcomes({ decode, sign, encode, verify: asText }))).toEqual([]);
  });

  it('counts a TypeError as a crash, not as a rejection', async () => {
    const sloppy = (given: JsonObject, input: Json): Json => {
      try {
        return verify?.(given, input) ?? null;
      } catch {
        throw new TypeError('cannot read properties of undefined');
      }
    };
    const all = await outcomes({ verify: sloppy });
    expect(named(all, 'punch/token/verify-one-second-late-octets')?.failure).toContain(
      'crash: verify threw cannot read properties of undefined',
    );
    expect(failures(await outcomes({ verify: sloppy }, { rejects: () => true }))).toEqual([]);
  });

  it('fails a codec that rejects everything, also in vectors that must be rejected', async () => {
    const no = () => {
      throw new Error('no');
    };
    const all = await outcomes({ verify: no });
    expect(all.filter(({ skipped, failure }) => !skipped && failure === undefined)).toEqual([]);
    expect(named(all, 'punch/token/verify-one-second-late-octets')?.failure).toMatch(
      /^blocked: rejected, but its control punch\/token\/verify-\S+ failed/,
    );
  });

  it('fails with the expected and received values, the clause and why it matters', async () => {
    const all = await outcomes({ sign: () => 'p_a.b' });
    expect(failures(all)[0]?.failure).toMatch(
      /^expected: "p_.*\nreceived: "p_a\.b"\nPUNCH-7-\d+ \(must\): .*[\s\S]*^why it matters: /m,
    );
  });

  it('fails with the place of the first difference in a long answer', async () => {
    const lossy = (given: JsonObject, input: Json): Json => ({
      ...(decode?.(given, input) as JsonObject),
      claims: { session: 'live', role: 'peer', extra: 'ü' },
    });
    const failure = named(await outcomes({ decode: lossy }), 'punch/token/decode-peer')?.failure;
    expect(failure).toMatch(/^differs at \/claims\/stream: expected "cam-wide", received nothing$/m);
  });

  it('rejects a codec without any of the operations', () => {
    expect(() => describeVectors('punch/token', { decod: right['decode'] })).toThrow(
      'the codec has none of the operations of punch/token: decode, verify, sign, encode',
    );
  });

  it('fails an operation that returns a value that is not JSON', async () => {
    const all = await outcomes({ decode: () => 1n });
    expect(failures(all)[0]?.failure).toContain('garbage: decode returned a value that is not JSON');
  });

  it('rejects a structure that has no vectors', () => {
    expect(() => describeVectors('punch/tokens', right)).toThrow('unknown structure "punch/tokens"');
  });
});
