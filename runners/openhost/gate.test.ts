import { describe, expect, it } from 'vitest';
import { openGate } from './gate.js';

const granted = async () => {};
const rejected = () => Promise.reject(new Error('nobody answers'));

describe('a gate', () => {
  it('asks once for all cases, and again for a case that asks anew', () => {
    const gate = openGate();
    const first = gate.admission(false, granted);
    expect(gate.admission(false, rejected)).toBe(first);
    expect(gate.admission(true, granted)).not.toBe(first);
  });

  it('asks again once its answer is forgotten, but keeps a newer one', () => {
    const gate = openGate();
    const older = gate.admission(false, granted);
    const newer = gate.admission(true, granted);
    gate.forget(older);
    expect(gate.admission(false, granted)).toBe(newer);
    gate.forget(newer);
    const next = gate.admission(false, granted);
    expect(next).not.toBe(newer);
    gate.reset();
    expect(gate.admission(false, granted)).not.toBe(next);
  });

  it('knows from the first admission on that the daemon knows us', async () => {
    const gate = openGate();
    await expect(gate.admission(false, rejected).granted).rejects.toThrow('nobody answers');
    expect(gate.hasAdmitted()).toBe(false);
    await gate.admission(true, granted).granted;
    await expect(gate.admission(true, rejected).granted).rejects.toThrow('nobody answers');
    expect(gate.hasAdmitted()).toBe(true);
  });
});
