import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const holds = fc.property(fc.nat(), () => true);

describe('the seed of property tests', () => {
  it('is the same for all properties, and draws the same values each time', () => {
    const wanted = Number(process.env['CONFORM_SEED'] ?? fc.readConfigureGlobal()?.seed);
    expect(fc.check(holds).seed).toBe(wanted);
    expect(fc.sample(fc.nat(), 20)).toEqual(fc.sample(fc.nat(), 20));
  });

  it('rejects a property with its own seed or with too few runs', () => {
    expect(() => fc.assert(holds, { seed: 1 })).toThrow('a property sets its own seed, 1: remove it');
    expect(() => fc.assert(holds, { numRuns: 9 })).toThrow('a property has 9 runs: expected at least 10');
  });

  it('shows the seed and the counterexample of a failed property, also of an asynchronous one', async () => {
    const told = /Counterexample: \[0\][\s\S]*Rerun it with CONFORM_SEED=-?\d+$/;
    expect(() => fc.assert(fc.property(fc.nat(), () => false))).toThrow(told);
    await expect(fc.assert(fc.asyncProperty(fc.nat(), async () => false))).rejects.toThrow(told);
  });
});
