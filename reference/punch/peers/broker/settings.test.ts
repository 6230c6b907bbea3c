import { expect, it } from 'vitest';
import { clockOf } from './clock.js';
import { literal } from './literal_rules.js';
import { defaultLimits, defaultTiming } from './options.js';
import { settle } from './settings.js';

it('is a broker by the letter, with a secret of its own', () => {
  const [one, other] = [settle({}), settle({})];
  expect(one.rules).toEqual(literal);
  expect([one.secret.length, one.jitter]).toEqual([32, 0]);
  expect(one.secret).not.toEqual(other.secret);
  expect(Math.abs(one.clock.now() - Date.now())).toBeLessThan(60_000);
  expect(() => one.log({ event: 'fault' })).not.toThrow();
});

it('changes single limits and times, and leaves the rules of the RFC as they were', () => {
  const { rules } = settle({ limits: { streams: 2 }, timing: { maxTtl: 5 } });
  expect(rules.limits).toEqual({ ...defaultLimits, streams: 2 });
  expect(rules.timing).toEqual({ ...defaultTiming, maxTtl: 5 });
  expect([literal.limits, literal.timing]).toEqual([defaultLimits, defaultTiming]);
});

it('takes the Turnstile check of the options before that of the rules', () => {
  const [human, robot] = [async () => true, async () => false];
  const rules = { ...literal, turnstile: robot };
  expect(settle({ rules }).rules.turnstile).toBe(robot);
  expect(settle({ rules, turnstile: human }).rules.turnstile).toBe(human);
});

it('keeps what it is given', () => {
  const clock = clockOf();
  const secret = new Uint8Array(32);
  const log = () => {};
  expect(settle({ clock, secret, log, jitter: 5 })).toMatchObject({ clock, secret, log, jitter: 5 });
});
