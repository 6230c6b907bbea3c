import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rejectionOf } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { evict } from './eviction.js';
import { FRAGMENT_CAP, fragment, split } from './fragment.js';
import { type LabelledFragment, reassemble } from './reassembly.js';

const dialects = fc.constantFrom('spec' as const, 'deployed' as const);
const sealed = fc.uint8Array({ minLength: 1, maxLength: 1600 });
const labelled = (envelopes: readonly Uint8Array[]): LabelledFragment[] =>
  envelopes.map((envelope, i) => ({ suffix: String(i), envelope }));

const refusal = (read: () => unknown): string | undefined => rejectionOf(read)?.code;

describe('fragments', () => {
  test('joins the fragments of a split in any order', () => {
    const shuffled = sealed.chain((bytes) =>
      dialects.chain((dialect) => {
        const records = labelled(split(bytes, dialect));
        return fc
          .shuffledSubarray(records, { minLength: records.length })
          .map((order) => ({ bytes, dialect, order }));
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ bytes, dialect, order }) => {
        expect(reassemble(order, dialect)).toEqual(bytes);
      }),
    );
  });

  test('as few as the cap allows', () => {
    for (const dialect of ['spec', 'deployed'] as const) {
      const cap = FRAGMENT_CAP[dialect];
      for (const [length, count] of [
        [1, 1],
        [cap, 1],
        [cap + 1, 2],
        [2 * cap, 2],
        [255 * cap, 255],
      ] as const) {
        expect(split(new Uint8Array(length), dialect)).toHaveLength(count);
      }
      expect(refusal(() => split(new Uint8Array(255 * cap + 1), dialect))).toBe('fragment/total');
    }
    expect(refusal(() => split(new Uint8Array(0)))).toBe('fragment/total');
  });

  test('a missing, surplus or changed byte is rejected or means something else', () => {
    const some = fc.record({ payload: fc.uint8Array({ minLength: 1, maxLength: 180 }), index: fc.nat(254) });
    fc.assert(
      fc.property(some, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ payload, index }, where, flip) => {
        const bytes = fragment.encode({ chunkIdx: index, chunkTotal: 255, payload });
        expect(fragment.decode(bytes)).toEqual({ chunkIdx: index, chunkTotal: 255, payload });
        expect(refusal(() => fragment.decode(bytes.subarray(0, -1)))).toBe('truncated');
        expect(refusal(() => fragment.decode(Uint8Array.from([...bytes, 0])))).toBe(
          'fragment/trailing-bytes',
        );
        const other = bytes.slice();
        const at = where % bytes.length;
        other[at] = (other[at] ?? 0) ^ flip;
        if (refusal(() => fragment.decode(other)) === undefined) {
          expect(fragment.decode(other)).not.toEqual(fragment.decode(bytes));
        }
      }),
    );
  });

  test('arbitrary records are read or rejected', () => {
    const record = fc.record({
      suffix: fc.oneof(fc.nat(3).map(String), fc.string({ maxLength: 3 })),
      envelope: fc.oneof(
        fc.uint8Array({ maxLength: 12 }),
        fc
          .tuple(fc.nat(3), fc.nat(4), fc.uint8Array({ maxLength: 3 }))
          .map(([idx, total, rest]) => Uint8Array.from([1, idx, total, 0, rest.length, ...rest])),
      ),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (records) => {
        refusal(() => reassemble(records));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('reassembly', () => {
  const record = (suffix: string, envelope: string): LabelledFragment => ({
    suffix,
    envelope: hex.decode(envelope),
  });
  const zero = record('0', '0100020001aa');
  const one = record('1', '0101020001bb');

  test('no fragments, or all but fragment 0, mean no answer yet', () => {
    expect(reassemble([])).toBeUndefined();
    expect(reassemble([one])).toBeUndefined();
    expect(reassemble([record('00', '0100010001aa')])).toBeUndefined();
  });

  test.each([
    ['a total of zero', [record('0', '0100000001aa')], 'fragment/total'],
    ['an index not below the total', [zero, record('1', '0102020001bb')], 'fragment/index'],
    ['another index than the name', [zero, record('1', '0100020001bb')], 'reassembly/index'],
    ['a name that lies about zero', [record('0', '0101020001bb'), one], 'reassembly/index'],
    ['different totals', [zero, record('1', '0101030001bb')], 'reassembly/total'],
    ['a missing index', [zero], 'reassembly/missing'],
    [
      'an index that is only there with a leading zero',
      [zero, record('01', '0101020001bb')],
      'reassembly/missing',
    ],
    ['a duplicated index', [zero, one, one], 'reassembly/duplicate'],
    ['a duplicated zero', [zero, zero, one], 'reassembly/duplicate'],
    [
      'a fragment above the cap',
      [zero, record('1', `01010200b5${'bb'.repeat(181)}`)],
      'fragment/payload-length',
    ],
  ])('%s', (_, records, code) => {
    expect(refusal(() => reassemble(records))).toBe(code);
  });

  test('ignores fragments beyond the total', () => {
    expect(reassemble([zero, one, record('2', 'ffff'), record('7', '0107080001cc')])).toEqual(
      hex.decode('aabb'),
    );
  });
});

describe('eviction', () => {
  const answers = fc.array(fc.record({ createdAt: fc.nat(5), octets: fc.integer({ min: 1, max: 600 }) }), {
    maxLength: 6,
  });
  const total = (kept: readonly { octets: number }[]) => kept.reduce((sum, { octets }) => sum + octets, 295);

  test('keeps the longest young tail that fits, in the order it had', () => {
    fc.assert(
      fc.property(answers, (queued) => {
        const { kept, evicted } = evict(queued, total);
        expect(total(kept)).toBeLessThanOrEqual(1000);
        expect(kept).toEqual(queued.filter((answer) => kept.includes(answer)));
        expect([...kept, ...evicted].length).toBe(queued.length);
        for (const old of evicted) {
          for (const young of kept) expect(old.createdAt).toBeLessThanOrEqual(young.createdAt);
        }
        const last = evicted.at(-1);
        if (last) expect(total([...kept, last])).toBeGreaterThan(1000);
      }),
    );
  });

  test('exactly 1000 fits, 1001 does not', () => {
    const entry = { createdAt: 1, octets: 705 };
    expect(evict([entry], total).kept).toEqual([entry]);
    expect(evict([{ ...entry, octets: 706 }], total).kept).toEqual([]);
  });

  test('rejects a record that does not fit alone', () => {
    expect(refusal(() => evict([], () => 1001))).toBe('eviction/record-too-long');
  });
});
