/** The recorded kill rates must match the current mutants. */
import { describe, expect, it } from 'vitest';
import { groupsOf } from '../runners/matrix/gather.js';
import { digestOfMutants, killsOf } from '../suites/kills.js';
import { protocols } from '../suites/protocols.js';

describe.each(protocols.map(({ spec }) => spec.protocol))('%s', (protocol) => {
  it('has an up-to-date record (conform mutants --record --protocol)', async () => {
    const groups = await groupsOf([protocol]);
    const paths = groups.flatMap(({ trials }) => trials.map(({ path }) => path));
    const kills = killsOf(protocol);
    expect([kills?.mutants, kills?.tried]).toEqual([paths.length, digestOfMutants(paths)]);
  });

  it('has no surviving mutant', () => {
    const kills = killsOf(protocol);
    expect(kills?.killed).toBe(kills?.mutants);
  });
});
