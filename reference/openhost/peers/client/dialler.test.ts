import { expect, it } from 'vitest';
import { settled } from '../../../settled.js';
import type { Dialect } from '../../dialect.js';
import { createIdentity } from '../identity.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { channelEnds, farEnd, shown } from '../testing/channels.js';
import { DialFailed, type Dialled } from './dial.js';
import { type DiallerSteps, dialler } from './dialler.js';

const identity = createIdentity(new Uint8Array(32).fill(1));
const certificate = createDtlsCertificate();
const URL = `oh://${identity.name}/`;

/** A dialler on a clock of its own. `dials` says how each dial ends. */
function dialling(dialect: Dialect = 'spec', ends: readonly (Error | undefined)[] = []) {
  const waits: number[] = [];
  const dials: { url: string; signal: AbortSignal | undefined; ends: ReturnType<typeof channelEnds> }[] = [];
  let time = 0;
  let closed = 0;
  const steps: DiallerSteps = {
    now: () => time,
    async wait(ms, { ref = true, signal } = {}) {
      signal?.throwIfAborted();
      // Nobody waits for the end of a channel that has closed.
      if (!ref) return new Promise(() => {});
      waits.push(ms);
      time += ms;
    },
    async dial(url, { signal }) {
      const channels = channelEnds();
      dials.push({ url, signal, ends: channels });
      const failure = ends[dials.length - 1];
      if (failure) throw failure;
      const close = async () => {
        closed += 1;
      };
      return { channel: channels.near, close };
    },
  };
  const open = dialler(URL, { identity, certificate, substrates: [], dialect }, steps);
  return {
    open,
    waits,
    dials,
    advance(ms: number) {
      time += ms;
    },
    get closed() {
      return closed;
    },
  };
}

it.each<[Dialect, number]>([
  ['spec', 1000],
  ['deployed', 5500],
])('leaves time between two offers, %s', async (dialect, apart) => {
  const { open, waits, advance } = dialling(dialect);
  await open();
  await open();
  advance(300);
  await open();
  advance(60_000);
  await open();
  expect(waits).toEqual([0, apart, apart - 300, 0]);
});

it('dials one connection after the other, also when it is asked for two at once', async () => {
  const gate = settled<Dialled>();
  let begun = 0;
  const dial = () => {
    begun += 1;
    return gate.promise;
  };
  const open = dialler(
    URL,
    { identity, certificate, substrates: [] },
    { dial, now: () => 0, wait: async () => {} },
  );
  const both = [open(), open()];
  await new Promise(setImmediate);
  expect(begun).toBe(1);
  gate.reject(new DialFailed('answer', 'none'));
  const results = await Promise.allSettled(both);
  expect(begun).toBe(2);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

it('counts the time from a failed dial as well, and dials again', async () => {
  const { open, waits, dials } = dialling('spec', [new DialFailed('answer', 'none came')]);
  await expect(open()).rejects.toThrow('answer: none came');
  await open();
  expect([waits, dials.length]).toEqual([[0, 1000], 2]);
});

it('passes the URL and the signal of its caller on, and does not dial when that is aborted', async () => {
  const { open, dials } = dialling();
  const stop = new AbortController();
  await open(stop.signal);
  expect(dials).toMatchObject([{ url: URL, signal: stop.signal }]);
  stop.abort();
  await expect(open(stop.signal)).rejects.toThrow('aborted');
  expect(dials).toHaveLength(1);
});

it('opens a connection that speaks on the dialled channel', async () => {
  const { open, dials } = dialling();
  const { connection } = await open();
  void connection.request({ method: 'GET', target: '/' });
  const host = farEnd(dials[0]?.ends.far ?? expect.unreachable());
  expect(shown(await host.next())).toBe('REQUEST_HEAD 1 GET / HTTP/1.1');
});

it('closes the session when the connection is closed, by either side', async () => {
  const one = dialling();
  await (await one.open()).close();
  expect(one.closed).toBeGreaterThan(0);
  const other = dialling();
  const { connection } = await other.open();
  other.dials[0]?.ends.far.close();
  await connection.closed;
  await new Promise(setImmediate);
  expect(other.closed).toBe(1);
});
