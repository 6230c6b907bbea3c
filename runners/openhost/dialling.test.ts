import { describe, expect, it } from 'vitest';
import { SessionFailed } from '../../reference/openhost/peers/rtc/peer.js';
import type { Offering } from '../../reference/openhost/peers/rtc/session.js';
import { settled } from '../../reference/settled.js';
import { Lost } from '../../suites/case.js';
import type { Answered, HostFields } from '../../suites/openhost/port.js';
import { dial, greet } from './dialling.js';
import { daemonInMemory, heldSession } from './testing/daemon_in_memory.js';
import { heldChannel } from './testing/held_channel.js';

const { deployment, identity } = daemonInMemory();
const dtlsFp = new Uint8Array(32).fill(3);
const host: HostFields = {
  ...{ version: 2, ts: 1, dtlsFp, roles: 'server', salt: new Uint8Array(32), disc: '' },
};
const SDP = 'v=0\r\n';

/** An offer that this daemon answered. */
function answered(own: Partial<Offering> = {}, seen: Partial<Pick<Answered, 'answer'>> = {}, record = {}) {
  const held = heldSession(own);
  const offered: Answered = {
    ...{ labels: [], ttls: [], prefix: '', envelopes: [], compression: 2, took: 1 },
    offerHash: new Uint8Array(32),
    answer: { version: 1, daemonPk: identity.publicKey, offerSdpHash: new Uint8Array(32), sdp: SDP },
    published: {
      ...{ seq: 1n, seenAt: 1, dnsLength: 1, outerSignature: true, records: [] },
      host: { ...host, ...record },
    },
    ...seen,
  };
  return { ...held, answer: { identity, session: held.session, offered, mode: 'exporter' as const } };
}
const failing = (error: Error) => ({ connect: () => Promise.reject(error) });
const unreadable = [
  ['answer', answered({}, { answer: { refused: 'answer/separator' } }), /answer cannot be read: answer\/sep/],
  [
    'record',
    (() => {
      const made = answered();
      const published = { ...made.answer.offered.published, host: { refused: 'record/signature' } };
      return { ...made, answer: { ...made.answer, offered: { ...made.answer.offered, published } } };
    })(),
    /record cannot be read: record\/signature/,
  ],
] as const;

describe('dialling', () => {
  it('connects by the SDP of the answer, with the fingerprint of the record', async () => {
    const asked: unknown[] = [];
    const { channel } = heldChannel();
    const { answer, end, closes } = answered({
      async connect(...given) {
        asked.push(...given);
        return channel;
      },
    });
    const dialling = await dial(deployment, answer, 1000);
    expect(asked).toEqual([SDP, dtlsFp]);
    expect(dialling).toMatchObject({ channel, dialled: { fingerprint: dtlsFp, mode: 'exporter' } });
    if (!('dialled' in dialling)) throw new Error('it must be connected');
    expect([dialling.dialled.alive(), closes()]).toEqual([true, 0]);
    end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(dialling.dialled.alive()).toBe(false);
  });

  it('rebuilds the SDP of a compact answer', async () => {
    const asked: string[] = [];
    const { answer } = answered(
      {
        async connect(sdp) {
          asked.push(sdp);
          return heldChannel().channel;
        },
      },
      {
        answer: {
          ...{ version: 2, daemonPk: identity.publicKey, offerSdpHash: new Uint8Array(32) },
          blob: { setup: 'passive', ufrag: 'wxyz', pwd: 'abcdefghijklmnopqrstuvwx', candidates: [] },
        },
      },
    );
    await dial(deployment, answer, 1000);
    expect(asked).toEqual([expect.stringContaining('a=ice-ufrag:wxyz')]);
  });

  it('is silent when nothing comes of it in time, and closes the session', async () => {
    const { answer, closes } = answered();
    expect(await dial(deployment, answer, 5)).toEqual({
      channel: 'silent',
      why: 'the answer did not lead to a connection within 5 ms',
    });
    expect(closes()).toBe(1);
  });

  it('is closed when the connection fails, and closes the session', async () => {
    const { answer, closes } = answered(failing(new SessionFailed('unreachable', 'no route')));
    expect(await dial(deployment, answer, 1000)).toEqual({
      channel: 'closed',
      why: 'the connection failed: no route',
    });
    expect(closes()).toBe(1);
  });

  it('is lost when WebRTC cannot read the description of the answer', async () => {
    const { answer, closes } = answered(failing(new SessionFailed('description', 'no ICE')));
    const dialling = dial(deployment, answer, 1000);
    await expect(dialling).rejects.toThrow(Lost);
    await expect(dialling).rejects.toThrow('the client cannot connect to the answer: no ICE');
    expect(closes()).toBe(1);
  });

  it('passes a defect of ours on, and closes the session', async () => {
    const { answer, closes } = answered(failing(new TypeError('ours')));
    await expect(dial(deployment, answer, 1000)).rejects.toThrow(TypeError);
    expect(closes()).toBe(1);
  });

  it.each(unreadable)(
    'is lost when the %s cannot be read, and closes the session',
    async (_what, made, why) => {
      const before = made.closes();
      const dialling = dial(deployment, made.answer, 1000);
      await expect(dialling).rejects.toThrow(Lost);
      await expect(dialling).rejects.toThrow(why);
      expect(made.closes()).toBe(before + 1);
    },
  );
});

describe('greeting', () => {
  it('measures the time until the daemon continues the handshake', async () => {
    const { answer } = answered({ greeted: Promise.resolve() });
    expect(await greet(answer, 1000)).toBeGreaterThanOrEqual(0);
  });

  it('is silent when the daemon neither continues nor ends', async () => {
    expect(await greet(answered().answer, 5)).toBe('silent');
  });

  it('is closed when the connection ends before the daemon continues', async () => {
    const { answer, end } = answered(failing(new SessionFailed('refused')));
    const greeting = greet(answer, 10_000);
    end();
    expect(await greeting).toBe('closed');
  });

  it('does not care that the connection fails after the daemon has continued', async () => {
    const greeted = settled();
    const { answer } = answered({ ...failing(new SessionFailed('refused')), greeted: greeted.promise });
    const greeting = greet(answer, 10_000);
    greeted.resolve();
    expect(await greeting).toEqual(expect.any(Number));
  });

  it('passes a defect of ours on', async () => {
    const { answer, end } = answered(failing(new TypeError('ours')));
    end();
    await expect(greet(answer, 1000)).rejects.toThrow(TypeError);
  });

  it.each(unreadable)('is lost when the %s cannot be read', async (_what, { answer }, why) => {
    await expect(greet(answer, 1000)).rejects.toThrow(why);
  });
});
