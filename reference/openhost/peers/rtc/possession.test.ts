/** The handshakes are made by hand, with the signatures of node:crypto. */
import { createHash, createHmac, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DtlsSocket } from 'werift';
import { createDtlsCertificate, fingerprintOf, stolen } from './certificate.js';
import { DtlsRefused, demandPossession, type PossessionRefusal } from './possession.js';

type Role = 'client' | 'server';
interface Message {
  readonly msg_type: number;
  readonly fragment: Uint8Array;
  serialize(): Buffer;
}
const T = {
  certificate: 11,
  serverKeyExchange: 12,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
};

const message = (type: number, fragment: Uint8Array): Message => ({
  msg_type: type,
  fragment,
  serialize: () => Buffer.concat([Buffer.of(type), fragment]),
});
const honest = createDtlsCertificate();
const thief = stolen(honest);
const masterSecret = Buffer.alloc(48, 1);
const [ownRandom, theirRandom] = [Buffer.alloc(32, 2), Buffer.alloc(32, 3)];
const ephemeral = Buffer.alloc(65, 4);
const parameters = Buffer.concat([Buffer.of(3, 0, 23, 65), ephemeral]);

const derOf = ({ certificate }: typeof honest) => new X509Certificate(certificate).raw;
const certificateMessage = (shown: typeof honest) => {
  const der = derOf(shown);
  return message(T.certificate, Buffer.concat([Buffer.alloc(6), der]));
};
function signed(bytes: Uint8Array, { key }: typeof honest, scheme = 0x0403): Buffer {
  const signature = sign('sha256', bytes, createPrivateKey(key));
  const head = Buffer.alloc(4);
  head.writeUInt16BE(scheme);
  head.writeUInt16BE(signature.length, 2);
  return Buffer.concat([head, signature]);
}
const bytesOf = (messages: readonly Message[]) => Buffer.concat(messages.map((one) => one.serialize()));

function finishedOver(messages: readonly Message[], by: 'server finished' | 'client finished'): Message {
  const seed = Buffer.concat([Buffer.from(by), createHash('sha256').update(bytesOf(messages)).digest()]);
  const mac = (data: Uint8Array) => createHmac('sha256', masterSecret).update(data).digest();
  return message(T.finished, mac(Buffer.concat([mac(seed), seed])).subarray(0, 12));
}

interface Shown {
  readonly certificate?: typeof honest;
  /** In place of the right ones. */
  readonly transcript?: (right: readonly Message[]) => readonly Message[];
  readonly finished?: (right: Message) => Message;
  readonly pinned?: Uint8Array;
  readonly remote?: Uint8Array;
}

/** A DTLS end that has seen all messages of the other end but its Finished. */
function end(role: Role, { certificate = honest, transcript = (right) => right, ...shown }: Shown = {}) {
  const shownFirst = certificateMessage(certificate);
  const toSign = Buffer.concat([ownRandom, theirRandom, parameters]);
  const right =
    role === 'client'
      ? [shownFirst, message(T.serverKeyExchange, Buffer.concat([parameters, signed(toSign, certificate)]))]
      : [shownFirst, message(T.clientKeyExchange, Buffer.of(9))];
  if (role === 'server') right.push(message(T.certificateVerify, signed(bytesOf(right), certificate)));
  const seen = transcript(right);
  const finished = finishedOver(seen, role === 'client' ? 'server finished' : 'client finished');
  const handled: number[][] = [];
  const data: string[] = [];
  const refusals: PossessionRefusal[] = [];
  const socket = {
    cipher: {
      remoteCertificate: shown.remote ?? derOf(certificate),
      masterSecret,
      localRandom: { serialize: () => ownRandom },
      remoteRandom: { serialize: () => theirRandom },
      remoteKeyPair: { publicKey: ephemeral },
    },
    dtls: { sortedHandshakeCache: seen, checkHandshakesExist: () => true },
    onHandleHandshakes: async (messages: readonly Message[]) =>
      void handled.push(messages.map(({ msg_type }) => msg_type)),
    onData: { execute: (bytes: Buffer) => void data.push(bytes.toString()) },
  };
  demandPossession(socket as unknown as DtlsSocket, role, shown.pinned, ({ refusal }) => {
    refusals.push(refusal);
  });
  return {
    socket,
    handled,
    data,
    refusals,
    finished: shown.finished?.(finished) ?? finished,
    async take(...messages: readonly Message[]): Promise<string> {
      try {
        await socket.onHandleHandshakes(messages);
        return 'handled';
      } catch (error) {
        if (error instanceof DtlsRefused) return error.refusal;
        throw error;
      }
    },
  };
}

const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
const changed = (type: number, change: (fragment: Uint8Array) => Uint8Array) => (right: readonly Message[]) =>
  right.map((one) => (one.msg_type === type ? message(type, change(one.fragment)) : one));
const proofOf = (role: Role) => (role === 'client' ? T.serverKeyExchange : T.certificateVerify);

describe.each<Role>(['client', 'server'])('a %s', (role) => {
  it('lets a handshake end when the peer has proven its certificate', async () => {
    const one = end(role, { pinned: honest.fingerprint });
    expect(await one.take(one.finished)).toBe('handled');
    expect([one.handled, one.refusals]).toEqual([[[], [T.finished]], []]);
  });

  it('drops application data until then', async () => {
    const one = end(role);
    one.socket.onData.execute(Buffer.from('early'));
    await one.take(one.finished);
    one.socket.onData.execute(Buffer.from('late'));
    expect(one.data).toEqual(['late']);
  });

  it('passes on what comes before Finished', async () => {
    const one = end(role);
    await one.take(message(T.certificate, Buffer.of(1)));
    expect(one.handled).toEqual([[T.certificate]]);
  });

  it('passes on no second Finished of one flight before it has checked the first', async () => {
    const one = end(role, { certificate: thief });
    expect(await one.take(one.finished, { ...one.finished })).toBe('possession');
    expect(one.handled.flat()).not.toContain(T.finished);
    const right = end(role);
    await right.take(right.finished, { ...right.finished });
    expect(right.handled).toEqual([[], [T.finished]]);
  });

  it('answers only repeats of Finished afterwards', async () => {
    const one = end(role);
    await one.take(one.finished);
    await one.take(message(1, Buffer.of(0)), one.finished);
    expect(one.handled.at(-1)).toEqual([T.finished]);
  });

  it.each<[string, Shown, PossessionRefusal]>([
    ['a stolen certificate', { certificate: thief }, 'possession'],
    ['a certificate other than the pinned one', { pinned: new Uint8Array(32) }, 'fingerprint'],
    ['a pin that is cut', { pinned: honest.fingerprint.subarray(0, 31) }, 'fingerprint'],
    [
      'a wrong Finished',
      { finished: ({ fragment }) => message(T.finished, flipped(fragment, 0)) },
      'finished',
    ],
    [
      'a Finished of 11 bytes',
      { finished: ({ fragment }) => message(T.finished, fragment.subarray(1)) },
      'finished',
    ],
    ['an empty Finished', { finished: () => message(T.finished, new Uint8Array(0)) }, 'finished'],
    [
      'no proof',
      { transcript: (right) => right.filter(({ msg_type }) => msg_type !== proofOf(role)) },
      'possession',
    ],
    [
      'two proofs',
      { transcript: (right) => [...right, ...right.filter(({ msg_type }) => msg_type === proofOf(role))] },
      'possession',
    ],
    ['an empty proof', { transcript: changed(proofOf(role), () => new Uint8Array(0)) }, 'possession'],
    [
      'a proof that is cut',
      { transcript: changed(proofOf(role), (bytes) => bytes.slice(0, -1)) },
      'possession',
    ],
    ['no certificate', { transcript: (right) => right.slice(1) }, 'possession'],
    ['a certificate that was not shown', { remote: derOf(createDtlsCertificate()) }, 'possession'],
    [
      'another certificate beside it',
      { transcript: (right) => [certificateMessage(createDtlsCertificate()), ...right.slice(1)] },
      'possession',
    ],
  ])('rejects %s', async (_what, shown, refusal) => {
    const one = end(role, shown);
    expect(await one.take(one.finished)).toBe(refusal);
    expect(one.refusals).toEqual([refusal]);
    expect(one.handled.flat()).not.toContain(T.finished);
    one.socket.onData.execute(Buffer.from('late'));
    await one.take(one.finished);
    expect([one.data, one.handled.length]).toEqual([[], 1]);
  });
});

it('rejects a signature scheme that it does not know, or that is for another kind of key', async () => {
  const toSign = Buffer.concat([ownRandom, theirRandom, parameters]);
  for (const scheme of [0x0203, 0x0401]) {
    const proof = Buffer.concat([parameters, signed(toSign, honest, scheme)]);
    const one = end('client', { transcript: changed(T.serverKeyExchange, () => proof) });
    expect(await one.take(one.finished)).toBe('possession');
  }
});

it('rejects a server key that is not the one of the exchange', async () => {
  const other = Buffer.concat([Buffer.of(3, 0, 23, 65), Buffer.alloc(65, 5)]);
  const proof = Buffer.concat([other, signed(Buffer.concat([ownRandom, theirRandom, other]), honest)]);
  const one = end('client', { transcript: changed(T.serverKeyExchange, () => proof) });
  expect(await one.take(one.finished)).toBe('possession');
});

it('takes the fingerprint over the DER of a certificate', () => {
  expect(fingerprintOf(derOf(honest))).toEqual(honest.fingerprint);
});
