import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { defineCase } from '../suites/case.js';
import type { Case, Target } from '../suites/model.js';
import { askOne } from './put.js';

const target: Target = {
  name: 'a target',
  kind: 'test',
  capabilities: {},
  provides: [],
  concurrency: 1,
  production: false,
  port: () => {
    throw new Error('it has none');
  },
  close: async () => {},
};

const asked = (run: Case['run']): Case =>
  defineCase({ id: 'any/1/case', title: '', requires: [], ports: [], deadline: 200, run });

it('a turn that is waited for does not count against the case', async () => {
  const outcome = await askOne(
    asked(async ({ inQueue, expect }) => {
      await Promise.all([inQueue(delay(400)), inQueue(delay(500))]);
      await delay(50);
      expect.that('its own time was short', true);
    }),
    target,
  );
  expect(outcome).toMatchObject({ verdict: 'pass' });
  expect(outcome.ms).toBeGreaterThan(500);
});

it('the time before and after a turn counts as one', async () => {
  const outcome = await askOne(
    asked(async ({ inQueue, signal }) => {
      await delay(120);
      await inQueue(delay(300));
      await delay(10_000, undefined, { signal });
    }),
    target,
  );
  expect(outcome).toMatchObject({ verdict: 'fail', reason: 'no end after 200 ms' });
  expect(outcome.ms).toBeLessThan(600);
});
