import { describe, expect, it } from 'vitest';
import { ledgerFaults, readLedger, withIds } from './ids.js';
import { protocols } from './protocols.js';
import { casesOf } from './registry.js';

const current = [
  ...casesOf().map(({ id }) => id),
  ...protocols.flatMap(({ requirements, findings }) => [...requirements, ...findings].map(({ id }) => id)),
];

describe('the ledger of ids', () => {
  it('loses none that was ever given out', () => {
    expect(ledgerFaults(readLedger(), current)).toEqual([]);
  });
});

describe('ledgerFaults', () => {
  const ledger = { ids: ['a', 'b'], aliases: {}, tombstones: {} };

  it('notices an id that was renamed or removed in silence', () => {
    expect(ledgerFaults(ledger, ['a', 'c'])).toEqual(['b is gone without an alias or a tombstone']);
  });

  it('is content with an alias or a tombstone', () => {
    expect(ledgerFaults({ ...ledger, aliases: { b: 'c' } }, ['a', 'c'])).toEqual([]);
    expect(ledgerFaults({ ...ledger, tombstones: { b: 'asked nothing' } }, ['a'])).toEqual([]);
  });

  it('notices an alias that leads nowhere, and an id that is used again', () => {
    expect(ledgerFaults({ ...ledger, aliases: { b: 'd' } }, ['a'])).toEqual([
      'b is an alias of d, which does not exist',
    ]);
    expect(ledgerFaults({ ...ledger, tombstones: { b: 'gone' } }, ['a', 'b'])).toEqual(['b is in use again']);
  });
});

describe('withIds', () => {
  it('adds what is new and forgets nothing', () => {
    expect(withIds({ ids: ['b'], aliases: {}, tombstones: {} }, ['c', 'a']).ids).toEqual(['a', 'b', 'c']);
  });
});
