import { describe, expect, it } from 'vitest';
import { encodeLegacy, frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { offer } from '../../reference/openhost/offer.js';
import { signPacket } from '../../reference/openhost/packet.js';
import { DAEMON_RULES } from '../../reference/openhost/peers/daemon/rules.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createRelayStore } from '../../reference/openhost/peers/relay/store.js';
import { STEPS } from '../../suites/openhost/clients/port.js';
import { witnessClient } from './witness.js';

const host = createIdentity();
const client = createIdentity();

/** Two relays. The first has the packet of the host, and the test plays the client. */
function watched() {
  const witness = witnessClient(host.name);
  const [home, other] = [createRelayStore(), createRelayStore()];
  const watching: string[] = [];
  let polls = 0;
  for (const relay of [home, other]) {
    witness.watch(relay, home, {
      watch: (name) => void watching.push(name),
      poll: async () => void polls++,
    });
  }
  let seq = 0n;
  const publish = (labels: readonly string[]) => {
    seq += 1n;
    home.put(
      host.name,
      signPacket(
        host,
        seq,
        labels.map((label) => ({ label, ttl: 30, value: 'x' })),
      ),
    );
  };
  const rules = witness.rules(DAEMON_RULES);
  const put = (by = client) =>
    other.put(by.name, signPacket(by, 1n, [{ label: '_offer-x', ttl: 30, value: 'x' }]));
  const reader = () => rules.readFrames(() => {});
  return { witness, home, other, watching, polls: () => polls, publish, rules, put, reader };
}
const get = (relay: ReturnType<typeof createRelayStore>, name: string) => relay.onGet?.(name);
const blob = {
  ...({ setup: 'active', bindingMode: 'exporter', ufrag: 'abcd', pwd: 'abcdefghijklmnopqrstuvwx' } as const),
  ...{ clientDtlsFp: new Uint8Array(32), candidates: [] },
};
const body = offer.encode({ clientPk: client.publicKey, blob });

describe('the steps of a client', () => {
  it('are recorded in their order, up to the request', () => {
    const { witness, home, other, publish, rules, put, reader } = watched();
    const steps = [witness.seen().furthest];
    const step = (act: () => unknown) => {
      act();
      steps.push(witness.seen().furthest);
    };
    step(() => get(other, host.name));
    publish(['_openhost']);
    step(() => get(home, host.name));
    step(put);
    publish(['_openhost', '_answer-abc-0']);
    step(() => get(other, host.name));
    step(() => [...rules.writeFrame({ type: T.AUTH_NONCE, requestId: 0, payload: new Uint8Array(32) })]);
    const { push } = reader();
    step(() => push(frame.encode({ type: T.AUTH_CLIENT, requestId: 0, payload: new Uint8Array(96) })));
    step(() => push(frame.encode({ type: T.REQUEST_HEAD, requestId: 1, payload: new Uint8Array(9) })));
    expect(steps).toEqual(STEPS);
    step(() => get(home, host.name));
    expect(steps.at(-1)).toBe('sent a request');
  });

  it('do not go back when our daemon polls for the offer of the client', () => {
    const { witness, other, put } = watched();
    put();
    get(other, client.name);
    expect(witness.seen().furthest).toBe('published an offer');
  });

  it('do not include the packets of the host itself', () => {
    const { witness, publish, watching } = watched();
    publish(['_openhost']);
    expect([witness.seen().furthest, watching]).toEqual(['nothing', []]);
  });
});

it('lets the daemon watch each client, and poll at once', () => {
  const { put, watching, polls } = watched();
  put();
  const another = createIdentity();
  put(another);
  expect([watching, polls()]).toEqual([[client.name, another.name], 2]);
});

it('tells after ten reads of an answer that the client has not accepted it', () => {
  const { witness, home, publish } = watched();
  let told = 0;
  witness.onLooks(() => told++);
  publish(['_openhost']);
  for (let i = 0; i < 20; i++) get(home, host.name);
  publish(['_openhost', '_answer-abc-0']);
  for (let i = 0; i < 9; i++) get(home, host.name);
  expect(told).toBe(0);
  for (let i = 0; i < 9; i++) get(home, host.name);
  expect(told).toBe(1);
});

describe('the offer of a client', () => {
  it('is silent before it is published, and unreadable until the daemon has opened it', () => {
    const { witness, put, rules } = watched();
    expect(witness.seen().offer).toBe('silent');
    put();
    expect(witness.seen().offer).toBe('unreadable');
    expect(() => rules.uncompress(new Uint8Array(0), 'spec')).toThrow();
    expect(witness.seen().offer).toBe('unreadable');
    rules.decodeOffer(rules.uncompress(Uint8Array.of(1, ...body), 'spec'));
    expect(witness.seen().offer).toMatchObject({ version: 3, compression: 1, signerMatches: true });
  });

  it('is read even when the daemon rejects its body', () => {
    const { witness, put, rules } = watched();
    put();
    expect(() => rules.decodeOffer(body.subarray(0, 60))).toThrow();
    expect(witness.seen().offer).toMatchObject({ version: 3 });
  });
});

describe('the frames of a client', () => {
  const ping = frame.encode({ type: T.PING, requestId: 0, payload: new Uint8Array(0) });

  it('are recorded with the version of each message, and passed on', () => {
    const { witness, rules } = watched();
    const passed: number[] = [];
    const { push } = rules.readFrames(({ type }) => passed.push(type));
    push(ping);
    push(encodeLegacy({ type: T.PONG, payload: new Uint8Array(0) }));
    push(ping.subarray(0, 4));
    push(ping.subarray(4));
    const { frames, messages } = witness.seen();
    expect(frames.map(({ type }) => type)).toEqual([T.PING, T.PONG, T.PING]);
    expect(passed).toEqual([T.PING, T.PONG, T.PING]);
    expect(messages.slice(0, 2)).toEqual(['v2', 'legacy']);
  });

  it('are waited for, when there is a channel', async () => {
    const { witness, reader } = watched();
    // Without a message there is no channel, so this does not wait.
    await witness.heard(T.PING, 60_000);
    const { push } = reader();
    push(encodeLegacy({ type: T.PONG, payload: new Uint8Array(0) }));
    await witness.heard(T.PONG, 60_000);
    const heard = witness.heard(T.PING, 60_000);
    push(ping);
    await heard;
    await witness.heard(T.ERROR, 1);
    expect(witness.seen().frames).toHaveLength(2);
  });

  it('of a hostile client cost a bounded amount of memory', () => {
    const { witness, reader } = watched();
    const { push } = reader();
    const large = frame.encode({ type: T.REQUEST_BODY, requestId: 1, payload: new Uint8Array(60_000) });
    push(large);
    for (let i = 0; i < 5000; i++) push(ping);
    const { frames, messages } = witness.seen();
    expect(frames[0]?.payload).toHaveLength(4096);
    expect([frames.length, messages.length]).toEqual([4000, 4000]);
  });

  it('that do not decode still reach the rules, which judge them', () => {
    const { reader, witness } = watched();
    expect(() => reader().push(new Uint8Array(10).fill(0x44))).toThrow(/frame\/type/);
    expect(witness.seen()).toMatchObject({ frames: [], messages: ['legacy'] });
  });
});
