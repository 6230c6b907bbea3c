import { describe, expect, it } from 'vitest';
import { base64url } from '../../reference/bytes/base64url.js';
import { unwrap } from '../../reference/openhost/compression.js';
import { offer } from '../../reference/openhost/offer.js';
import { offerSdpHash } from '../../reference/openhost/offer_hash.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { SubstrateError } from '../../reference/openhost/peers/substrate.js';
import * as sealedBox from '../../reference/openhost/sealed_box.js';
import { Unreachable } from '../../suites/case.js';
import type { OfferShape } from '../../suites/openhost/port.js';
import { compose, openSession, putOffer } from './composing.js';
import type { Deployment } from './deployment.js';
import { knownTo } from './known_answers.js';
import { daemonInMemory, heldSession, type MemoryOptions } from './testing/daemon_in_memory.js';

const { signal } = new AbortController();
const certificate = createDtlsCertificate();
const client = createIdentity();
const candidates = Array.from({ length: 10 }, (_, i) => ({ address: `127.0.0.${i + 1}`, port: 9 + i }));

function composed(shape: OfferShape = {}, options: MemoryOptions = {}) {
  const { deployment, identity } = daemonInMemory(options);
  const { session } = heldSession({
    reach: { ufrag: 'abcd', pwd: 'abcdefghijklmnopqrstuvwx', candidates },
  });
  const { value, hash } = compose(deployment, { identity: client, session, certificate }, shape);
  const plaintext = () => sealedBox.open(identity.seed, base64url.decode(value));
  return { value, hash, plaintext, read: () => offer.decode(unwrap(plaintext())) };
}

describe('a valid offer', () => {
  it('is read by the daemon, which finds the same hash', () => {
    const { read, hash, plaintext } = composed();
    expect(read()).toMatchObject({
      version: 3,
      clientPk: client.publicKey,
      bindingMode: 'exporter',
      blob: { setup: 'active', ufrag: 'abcd', clientDtlsFp: certificate.fingerprint },
    });
    expect(offerSdpHash(read())).toEqual(hash);
    expect(plaintext()[0]).toBe(2);
  });

  it('has eight candidates at most, which is the limit of a blob', () => {
    const read = composed().read();
    expect(read.version === 3 && read.blob.candidates.map(({ port }) => port)).toEqual([
      9, 10, 11, 12, 13, 14, 15, 16,
    ]);
  });

  it('asserts actpass toward a deployed daemon', () => {
    expect(composed({}, { reached: { dialect: 'deployed' } }).read()).toMatchObject({
      blob: { setup: 'actpass' },
    });
  });

  it.each([1, 2] as const)('of version %i has its SDP, whose hash it names', (version) => {
    const { read, hash } = composed({ version, ...(version === 2 ? { mode: 'cert_fp' } : {}) });
    const decoded = read();
    expect(decoded).toMatchObject({ version, bindingMode: version === 2 ? 'cert_fp' : 'exporter' });
    expect(decoded.version !== 3 && decoded.sdp).toContain('a=ice-ufrag:abcd');
    expect(offerSdpHash(decoded)).toEqual(hash);
  });

  it('is sealed anew each time', () => {
    const { deployment } = daemonInMemory();
    const { session } = heldSession();
    const values = [1, 2].map(
      () => compose(deployment, { identity: client, session, certificate }, {}).value,
    );
    expect(new Set(values).size).toBe(2);
  });
});

describe('a wrong offer', () => {
  it('names another key than its signer', () => {
    expect(composed({ stranger: true }).read().clientPk).not.toEqual(client.publicKey);
  });

  it('is not compressed', () => {
    const { plaintext, read } = composed({ compression: 'none' });
    expect(plaintext()[0]).toBe(1);
    expect(read()).toMatchObject({ version: 3 });
  });

  it('is changed at the layer that the case names, and nowhere else', () => {
    const ff = (bytes: Uint8Array) => bytes.with(0, 0xff);
    expect(composed({ blob: ff }).read).toThrow(/offer-blob\/version/);
    expect(composed({ body: ff }).read).toThrow(/offer\/separator/);
    expect(composed({ plaintext: ff }).read).toThrow(/compression\/tag/);
    const flipped = (bytes: Uint8Array) => bytes.with(40, (bytes[40] ?? 0) ^ 1);
    expect(composed({ sealed: flipped }).plaintext).toThrow(/sealed-box/);
    const { read } = composed({ version: 2, sdp: (sdp) => sdp.replace('abcd', 'wxyz') });
    expect(read()).toMatchObject({ sdp: expect.stringContaining('a=ice-ufrag:wxyz') });
  });
});

/** Returns a second that the clock does not reach during a test, which is the last one that a packet has. */
function aheadOfTheClock(deployment: Deployment): number {
  const seconds = Array.from({ length: 1000 }, () => deployment.nextSecond());
  return Math.max(...seconds);
}

describe('publishing an offer', () => {
  const sent = { value: 'x', hash: new Uint8Array(32) };

  it('counts its packets up, however fast they follow', async () => {
    const { deployment, store } = daemonInMemory({ isUp: false });
    const first = aheadOfTheClock(deployment);
    const stranger = createIdentity();
    for (const name of ['a', 'b', 'c']) {
      await putOffer(deployment, stranger, { ...sent, value: `_${name}` }, { signal }).catch(() => {});
    }
    expect(Number(store.get(stranger.name)?.seq)).toBe(first + 3);
  });

  it.each([
    ['spec', 1n],
    ['deployed', 1_000_000n],
  ] as const)('as old as the case wants it, in the unit of %s', async (dialect, unit) => {
    const { deployment, store } = daemonInMemory({ isUp: false, reached: { dialect } });
    const first = aheadOfTheClock(deployment);
    const stranger = createIdentity();
    await putOffer(deployment, stranger, sent, { signal, age: 7200 }).catch(() => {});
    expect(store.get(stranger.name)?.seq).toBe(BigInt(first + 1 - 7200) * unit);
  });

  it('to relays that all reject it is unreachable', async () => {
    const relay = {
      name: 'r',
      put: () => Promise.reject(new SubstrateError('r answers PUT with 429')),
      get: async () => undefined,
    };
    const { deployment } = daemonInMemory({ reached: { substrates: [relay] } });
    const putting = putOffer(deployment, client, sent, { signal });
    await expect(putting).rejects.toThrow(Unreachable);
    await expect(putting).rejects.toThrow(/could not be published: .*PUT with 429/);
  });

  it('of a reused client first records the answer that is still there', async () => {
    const { deployment } = daemonInMemory({
      // It names no offer, so only the record of it tells that it is old.
      records: (all) => all.map((one) => ({ ...one, value: '???' })),
      reached: { reuses: true },
    });
    const { session } = heldSession();
    const first = compose(deployment, { identity: client, session, certificate }, {});
    await putOffer(deployment, client, first, { signal });
    const { answerThere } = await import('./awaiting.js');
    const old = await answerThere(deployment, client, first.hash, signal);
    expect(old).toMatchObject({ answer: { refused: expect.any(String) } });
    await putOffer(deployment, client, { ...first, hash: new Uint8Array(32) }, { signal });
    expect(old && knownTo(deployment, client.name).isNew(old)).toBe(false);
  });
});

describe('the session of an offer', () => {
  it('is closed with the deployment, unless it has ended by then', async () => {
    const { deployment, sessions } = daemonInMemory();
    for (const _ of [1, 2]) await openSession(deployment, certificate, {});
    sessions[0]?.end();
    await new Promise((resolve) => setImmediate(resolve));
    await deployment.close();
    expect(sessions.map(({ closes }) => closes())).toEqual([0, 1]);
  });

  it('offers the cipher suites of the case as bytes', async () => {
    const given: unknown[] = [];
    const { deployment } = daemonInMemory({
      reached: {
        async offerSession({ suites }) {
          given.push(suites?.sent?.(new Uint8Array(0)));
          return heldSession().session;
        },
      },
    });
    await openSession(deployment, certificate, { suites: [0xc02b, 0xc00a] });
    await openSession(deployment, certificate, {});
    expect(given).toEqual([Uint8Array.of(0xc0, 0x2b, 0xc0, 0x0a), undefined]);
  });
});
