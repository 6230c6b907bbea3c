import { describe, expect, it } from 'vitest';
import { estimate, inMinutes, livePace } from './live_pace.js';
import { THROTTLED } from './pace.js';

describe('the pace of a running daemon', () => {
  it('is unknown at first: the first answer may take a minute', () => {
    expect(livePace({}).patience()).toBe(60_000);
  });

  it('gives a quick daemon the usual time, and a slow one more', () => {
    const pace = livePace({});
    pace.learn(900);
    expect(pace.patience()).toBe(12_000);
    pace.learn(50_000);
    expect(pace.patience()).toBe(105_000);
    // One quick answer does not make it a quick daemon.
    pace.answered('a client', 100);
    expect(pace.patience()).toBe(105_000);
  });

  it('grows with an answer that took longer than a round', () => {
    const pace = livePace({});
    pace.learn(2000);
    pace.answered('a client', 30_000);
    expect([pace.round(), pace.patience()]).toEqual([30_000, 65_000]);
  });

  it('uses the values that the options give', async () => {
    const pace = livePace({ patience: 700, silence: 10 });
    pace.learn(50_000);
    expect(pace.patience()).toBe(700);
    const since = performance.now();
    await pace.considered({ name: 'a client', watched: true }, new AbortController().signal);
    expect(performance.now() - since).toBeLessThan(500);
  });
});

it('a run is longer than the pause of a client between two offers', () => {
  expect(estimate({ round: 0, latency: 0 })).toBeGreaterThan(THROTTLED);
});

it('a slower daemon makes the run longer', () => {
  const quick = estimate({ round: 6000, latency: 700 });
  const slow = estimate({ round: 50_000, latency: 25_000 });
  expect(slow).toBeGreaterThan(10 * quick);
});

it.each([
  [10_000, 'a minute'],
  [100_000, '2 minutes'],
  [290_000, '5 minutes'],
])('%i ms are about %s', (ms, said) => {
  expect(inMinutes(ms)).toBe(said);
});
