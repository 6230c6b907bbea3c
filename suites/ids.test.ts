import { describe, expect, it } from 'vitest';
import { ledgerFaults, readLedger, withIds } from './ids.js';
import { protocols } from './protocols.js';
import { casesOf } from './registry.js';

const current = [
  ...casesOf().map(({ id }) => id),
  ...protocols.flatMap(({ requirements, findings }) => [...requirements, ...findings].map(({ id }) => id)),
];

describe('the ledger of ids', () => {
  it('lists the ids of today, all of them and no other', () => {
    expect(ledgerFaults(readLedger(), current)).toEqual([]);
  });
});

describe('ledgerFaults', () => {
  const ledger = { ids: ['a', 'b'], aliases: {}, tombstones: {} };

  it('notices an id that was renamed or removed in silence', () => {
    expect(ledgerFaults(ledger, ['a'])).toEqual(['b is gone without an alias or a tombstone']);
  });

  it('notices a new id that is not listed', () => {
    expect(ledgerFaults(ledger, ['a', 'b', 'c'])).toEqual([
      'c is not listed: node scripts/record-ids.mjs adds it',
    ]);
  });

  it('rejects an id that occurs twice, in the ledger or today, and one with two explanations', () => {
    expect(ledgerFaults({ ...ledger, ids: ['a', 'b', 'b'] }, ['a', 'b'])).toEqual(['b is listed twice']);
    expect(ledgerFaults(ledger, ['a', 'a', 'b'])).toEqual(['a is two things today']);
    const both = { ...ledger, aliases: { b: 'a' }, tombstones: { b: 'gone' } };
    expect(ledgerFaults(both, ['a'])).toEqual(['b is an alias and a tombstone']);
  });

  it('reports an alias or a tombstone of an id that never existed', () => {
    expect(ledgerFaults({ ...ledger, tombstones: { c: 'gone' } }, ['a', 'b'])).toEqual([
      'c is an alias or a tombstone of an id that was never listed',
    ]);
  });

  it('is content with an alias or a tombstone', () => {
    expect(ledgerFaults({ ...ledger, aliases: { b: 'a' } }, ['a'])).toEqual([]);
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
  it('adds new ids and keeps all others', () => {
    expect(withIds({ ids: ['b'], aliases: {}, tombstones: {} }, ['c', 'a']).ids).toEqual(['a', 'b', 'c']);
  });
});
