import { expect, it } from 'vitest';
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { recordChecks } from '../case.js';
import type { Context } from '../model.js';
import { endsConnection } from './binding_steps.js';
import type { DaemonContext, Heard, Wire } from './port.js';

const frameOf = (type: number): Heard => ({ type, requestId: 0, payload: new Uint8Array(32) });

/** A channel on which the daemon says this. */
const channel = (...said: Heard[]): Wire => {
  const wire: Partial<Wire> = {
    next: async () => said.shift() ?? 'silent',
    proof: () => new Uint8Array(96),
    send: async () => {},
  };
  return wire as Wire;
};

/** Opens channels until the connection ends. Each attempt takes a second of 12. Returns the failed checks. */
async function failed(opened: () => Wire | 'closed' | 'silent'): Promise<unknown[]> {
  const { expect: checks, checks: made } = recordChecks();
  let now = 0;
  const clock: Partial<Context['clock']> = {
    elapsed: () => now,
    async wait() {
      now += 1000;
    },
  };
  const openhost: Partial<DaemonContext['openhost']> = { patience: 12_000 };
  const wire: Partial<Wire> = { another: async () => opened() };
  const context = { expect: checks, clock, openhost };
  await Promise.allSettled([endsConnection(context as DaemonContext, wire as Wire)]);
  return made.filter(({ ok }) => !ok).map(({ what, observed }) => `${what}: ${observed}`);
}

it('a connection may end a moment after its channel, if no other channel binds a client meanwhile', async () => {
  const meanwhile = [channel('closed'), channel(frameOf(T.AUTH_NONCE), 'closed')];
  expect(await failed(() => meanwhile.shift() ?? 'closed')).toEqual([]);
  expect(await failed(() => 'silent')).toEqual([]);
});

it('a connection on which another channel binds a client has not ended', async () => {
  expect(await failed(() => channel(frameOf(T.AUTH_NONCE), frameOf(T.AUTH_HOST)))).toEqual([
    'another channel of the connection binds no client: AUTH_HOST for a valid AUTH_CLIENT',
  ]);
});

it('a connection on which channels open for ever has not ended, even if each of them closes', async () => {
  expect(await failed(() => channel('closed'))).toEqual(['the daemon ends the connection: another channel']);
});
