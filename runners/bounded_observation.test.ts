import { describe, expect, it } from 'vitest';
import type { Json, Observation } from '../suites/model.js';
import { boundObservation, MOST } from './bounded_observation.js';

const seen = (expected: Json, observed: Json): Observation => ({
  ended: 'seen',
  checks: [{ what: 'has the expected value', ok: false, expected, observed }],
});
const size = (observation: Observation) => JSON.stringify(observation).length;

describe('boundObservation', () => {
  it('does not change a small observation', () => {
    const small = seen('00', { a: [1, 2, 3] });
    expect(boundObservation(small)).toBe(small);
  });

  it.each<[string, Json]>([
    ['a text of 8 MB', 'x'.repeat(8e6)],
    ['a list of a million numbers', Array.from({ length: 1e6 }, () => 1)],
    ['100,000 members', Object.fromEntries(Array.from({ length: 1e5 }, (_, at) => [`m${at}`, at]))],
    ['a thousand texts of 8 KB', Array.from({ length: 1000 }, () => 'y'.repeat(8000))],
    [
      'a list 10,000 deep',
      Array.from({ length: 10_000 }).reduce<Json>((inner) => [inner, 'z'.repeat(50)], 1),
    ],
    ['a name of 1 MB', { ['n'.repeat(1e6)]: 1 }],
  ])('cuts %s', (_what, value) => {
    const bounded = boundObservation(seen('expected', value));
    expect(size(bounded)).toBeLessThan(2 * MOST);
    expect(JSON.stringify(bounded)).toMatch(/more|nested deeper/);
    expect(bounded.checks[0]?.expected).toBe('expected');
  });

  it('says how much it left out', () => {
    const { reason } = boundObservation({ ended: 'lost', reason: 'r'.repeat(100_000), checks: [] });
    expect(reason).toBe(`${'r'.repeat(8192)}... (${100_000 - 8192} more characters)`);
  });

  it('keeps the first difference of two long texts, on both sides', () => {
    const same = 'a'.repeat(100_000);
    const [check] = boundObservation(seen(`${same}RIGHT${same}`, `${same}WRONG${same}`)).checks;
    expect(check?.expected).toMatch(/^\(95904 characters\) \.\.\.a+RIGHTa+\.\.\. \(\d+ more characters\)$/);
    expect(check?.observed).toMatch(/^\(95904 characters\) \.\.\.a+WRONGa+\.\.\. \(\d+ more characters\)$/);
  });

  it('keeps the beginning and the end of a transcript', () => {
    const text = `BEGIN${'t'.repeat(100_000)}END`;
    const [one] =
      boundObservation({ ended: 'seen', checks: [], evidence: [{ name: 'http', text }] }).evidence ?? [];
    expect(one?.text).toMatch(/^BEGINt+\.\.\. \(\d+ characters left out\) \.\.\.t+END$/);
  });

  it('keeps the failed checks among thousands of passed ones', () => {
    const passed = Array.from({ length: 5000 }, (_, at) => ({ what: `passes ${at}`, ok: true }));
    const failed = { what: 'fails', ok: false };
    const { checks } = boundObservation({ ended: 'seen', checks: [...passed, failed] });
    expect(checks[0]).toEqual(failed);
    expect(checks.length).toBeLessThan(100);
  });
});
