/** A fresh client that puts an offer, right or wrong, where a daemon looks, and waits for what comes of it. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { base64url } from '../../reference/bytes/base64url.js';
import { DecodeError } from '../../reference/bytes/error.js';
import { utf8 } from '../../reference/bytes/text.js';
import { concat, Writer } from '../../reference/bytes/writer.js';
import { sha256 } from '../../reference/crypto/hash.js';
import { parseAddress } from '../../reference/openhost/address.js';
import { type Answer, answer } from '../../reference/openhost/answer.js';
import { UNCOMPRESSED, unwrap, wrap } from '../../reference/openhost/compression.js';
import { answerPrefix, offerName } from '../../reference/openhost/labels.js';
import { offerBlob } from '../../reference/openhost/offer_blob.js';
import { signPacket } from '../../reference/openhost/packet.js';
import { createIdentity, type Identity } from '../../reference/openhost/peers/identity.js';
import { reasonOf } from '../../reference/openhost/peers/reason.js';
import type { DtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { createDtlsCertificate, stolen } from '../../reference/openhost/peers/rtc/certificate.js';
import { type Offering, offerSession } from '../../reference/openhost/peers/rtc/session.js';
import { publish } from '../../reference/openhost/peers/substrate.js';
import { reassemble } from '../../reference/openhost/reassembly.js';
import { describe, offerSdp } from '../../reference/openhost/sdp.js';
import * as sealedBox from '../../reference/openhost/sealed_box.js';
import { settled } from '../../reference/settled.js';
import { Lost, Unreachable } from '../../suites/case.js';
import type { Offered, OfferShape } from '../../suites/openhost/port.js';
import type { Deployment } from './deployment.js';
import { readPublished } from './published.js';

export interface Made {
  readonly identity: Identity;
  readonly session: Offering;
  readonly offered: Offered;
}

/** Of an answer, all but how long it took. */
type Seen = Omit<Extract<Offered, { answered: true }>, 'took'>;

/** What an offer is for: a connection needs its answer; of the others, either may come, and a right offer follows silence. */
export type Awaited = 'connection' | 'answer' | 'silence';

/** Silence is waited for beside other silences; whoever awaits an answer does so in turn. */
export const makeOffer = (
  deployment: Deployment,
  shape: OfferShape,
  awaited: Awaited,
  /** The offer of which everybody knows that it is right. */
  known: OfferShape = {},
): Promise<Made> => {
  const offer = (control: InTurn) =>
    asFreshClient(deployment, shape.unpaired === true, (identity) =>
      offerAs(deployment, identity, [shape, known], awaited, control),
    );
  return awaited === 'silence' && !deployment.looked
    ? offer((act) => inTurn(deployment, act))
    : inTurn(deployment, () => offer((act) => act()));
};

/** Whether an offer that was answered is answered anew when it comes again. */
export const replayOffer = (deployment: Deployment): Promise<boolean> =>
  inTurn(deployment, () => asFreshClient(deployment, false, (identity) => replayAs(deployment, identity)));

type InTurn = <T>(act: () => Promise<T>) => Promise<T>;

/** One at a time: a packet holds about two answers, and the next one would push this one out. */
async function inTurn<T>(deployment: Deployment, act: () => Promise<T>): Promise<T> {
  const turn = deployment.turn;
  const { promise, resolve: done } = settled();
  deployment.turn = promise;
  await turn;
  try {
    return await act();
  } finally {
    done();
  }
}

async function asFreshClient<T>(
  deployment: Deployment,
  unpaired: boolean,
  act: (identity: Identity) => Promise<T>,
): Promise<T> {
  const identity = await deployment.client(unpaired);
  try {
    return await act(identity);
  } finally {
    deployment.release(identity);
  }
}

async function offerAs(
  deployment: Deployment,
  identity: Identity,
  [shape, known]: readonly [OfferShape, OfferShape],
  awaited: Awaited,
  control: InTurn,
): Promise<Made> {
  const own = createDtlsCertificate();
  const shown =
    shape.certificate === 'stolen'
      ? stolen(own)
      : shape.certificate === 'other'
        ? createDtlsCertificate()
        : own;
  const session = await openSession(deployment, shown, shape);
  const sent = compose(deployment, identity, session, own, shape);
  const refusable = awaited !== 'connection';
  await put(deployment, identity, sent.value, shape.age);
  const since = performance.now();
  if (refusable) await deployment.looked?.();
  const patience = refusable ? (deployment.looked ? 0 : deployment.silence) : deployment.patience;
  const first = await awaitAnswer(deployment, identity, sent.hash, patience);
  if (first) return { identity, session, offered: { ...first, took: performance.now() - since } };
  if (!refusable) throw new Unreachable('the daemon does not answer a right offer');
  const second = await control(async () => {
    if (shape.unpaired) await deployment.pair(identity);
    const right = compose(deployment, identity, session, own, known);
    await put(deployment, identity, right.value);
    return awaitAnswer(deployment, identity, right.hash, deployment.patience);
  });
  if (!second)
    throw new Unreachable(
      'the daemon does not answer a right offer either: refused or slow, nobody can tell',
    );
  return { identity, session, offered: { answered: false } };
}

async function replayAs(deployment: Deployment, identity: Identity): Promise<boolean> {
  const own = createDtlsCertificate();
  const session = await openSession(deployment, own, {});
  try {
    const sent = compose(deployment, identity, session, own, {});
    await put(deployment, identity, sent.value);
    const first = await awaitAnswer(deployment, identity, sent.hash, deployment.patience);
    if (!first) throw new Unreachable('the daemon does not answer a right offer');
    // What a daemon throttles is no refusal.
    if (!deployment.looked) await delay(deployment.silence);
    await put(deployment, identity, sent.value);
    await deployment.looked?.();
    const patience = deployment.looked ? 0 : deployment.silence;
    if (await awaitAnswer(deployment, identity, sent.hash, patience, first)) return true;
    const control = compose(deployment, identity, session, own, {});
    await put(deployment, identity, control.value);
    if (await awaitAnswer(deployment, identity, control.hash, deployment.patience, first)) return false;
    throw new Unreachable('the daemon does not answer another offer of the same client either');
  } finally {
    await session.close();
  }
}

async function openSession(
  deployment: Deployment,
  certificate: DtlsCertificate,
  { suites }: OfferShape,
): Promise<Offering> {
  const offered = suites && Uint8Array.from(suites.flatMap((suite) => [suite >> 8, suite & 0xff]));
  const session = await offerSession({
    certificate,
    addresses: deployment.addresses,
    ...(offered ? { suites: { sent: () => offered } } : {}),
  });
  deployment.sessions.add(session);
  void session.ended.then(() => deployment.sessions.delete(session));
  return session;
}

function compose(
  deployment: Deployment,
  identity: Identity,
  session: Offering,
  certificate: DtlsCertificate,
  shape: OfferShape,
): { value: string; hash: Uint8Array } {
  const {
    version = 3,
    mode = 'exporter',
    setup = deployment.dialect === 'spec' ? 'active' : 'actpass',
  } = shape;
  const { ufrag, pwd, candidates } = session.reach;
  const blob = {
    setup,
    bindingMode: mode,
    ufrag,
    pwd,
    clientDtlsFp: certificate.fingerprint,
    candidates: candidates
      .slice(0, 8)
      .map(({ address, port }) => ({ typ: 'host' as const, addr: parseAddress(address), port })),
  };
  const same = (bytes: Uint8Array) => bytes;
  const sdp = (shape.sdp ?? ((text: string) => text))(
    version === 3 ? offerSdp(blob) : describe({ ...blob, fingerprint: certificate.fingerprint }),
  );
  const inside = shape.stranger ? createIdentity().publicKey : identity.publicKey;
  const writer = new Writer().put(utf8(`openhost-offer-inner${version}`)).put(inside);
  if (version === 3) {
    const bytes = (shape.blob ?? same)(offerBlob.encode(blob));
    writer.u16be(bytes.length).put(bytes);
  } else {
    writer.u32be(utf8(sdp).length).put(utf8(sdp));
    if (version === 2) writer.u8(mode === 'exporter' ? 1 : 2);
  }
  const body = (shape.body ?? same)(writer.finish());
  const wrapped = shape.compression === 'none' ? concat(Uint8Array.of(UNCOMPRESSED), body) : wrap(body);
  const sealed = sealedBox.seal(deployment.key, (shape.plaintext ?? same)(wrapped), randomBytes(32));
  return { value: base64url.encode((shape.sealed ?? same)(sealed)), hash: sha256(utf8(sdp)) };
}

async function put(deployment: Deployment, identity: Identity, value: string, age = 0): Promise<void> {
  deployment.lastSeq = Math.max(Math.floor(Date.now() / 1000), deployment.lastSeq + 1);
  const seconds = deployment.lastSeq - age;
  const seq = deployment.dialect === 'deployed' ? BigInt(seconds) * 1_000_000n : BigInt(seconds);
  const packet = signPacket(identity, seq, [{ label: offerName(deployment.key), ttl: 30, value }]);
  await publish(deployment.substrates, identity.name, packet).catch((error: unknown) => {
    throw new Unreachable(`the offer could not be published: ${reasonOf(error)}`);
  });
}

async function awaitAnswer(
  deployment: Deployment,
  identity: Identity,
  hash: Uint8Array,
  patience: number,
  /** An answer of before, which is not awaited. */
  known?: Seen,
): Promise<Seen | undefined> {
  const until = performance.now() + patience;
  for (;;) {
    const last = performance.now() > until;
    // It has taken the offer, so that it may well answer at the next look.
    const published = await readPublished(deployment).catch((error: unknown) => {
      if (last) throw error;
    });
    if (published && 'salt' in published.host) {
      const prefix = answerPrefix(published.host.salt, identity.publicKey);
      const mine = published.records.filter(({ label }) => label.startsWith(prefix));
      const found = mine.length > 0 ? open(identity, mine, prefix, hash) : undefined;
      const old = known && found && concat(...known.envelopes).join() === concat(...found.envelopes).join();
      if (found && !old) return { ...found, published };
    }
    if (last) return undefined;
    await delay(deployment.tick);
  }
}

function open(
  identity: Identity,
  mine: readonly { label: string; ttl: number; value: string }[],
  prefix: string,
  hash: Uint8Array,
): Omit<Seen, 'published'> | undefined {
  const labels = mine.map(({ label }) => label.slice(prefix.length));
  try {
    const envelopes = mine.map(({ value }) => base64url.decode(value));
    const fragments = envelopes.map((envelope, i) => ({ suffix: labels[i] ?? '', envelope }));
    // Either dialect opens here: which one it is, is a question of its own.
    const sealed = reassemble(fragments, 'deployed');
    if (sealed === undefined) return undefined;
    const plaintext = sealedBox.open(identity.seed, sealed);
    const read: Answer = answer.decode(unwrap(plaintext, 'deployed'));
    return {
      answered: true,
      labels,
      ttls: mine.map(({ ttl }) => ttl),
      prefix,
      envelopes,
      compression: plaintext[0] ?? 0,
      answer: read,
      offerHash: hash,
    };
  } catch (error) {
    if (error instanceof DecodeError) throw new Lost(`the answer cannot be read: ${error.message}`);
    throw error;
  }
}
