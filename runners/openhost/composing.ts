/** Composes and publishes offers, valid and invalid. */
import { randomBytes } from 'node:crypto';
import { base64url } from '../../reference/bytes/base64url.js';
import { utf8 } from '../../reference/bytes/text.js';
import { concat, Writer } from '../../reference/bytes/writer.js';
import { sha256 } from '../../reference/crypto/hash.js';
import { UNCOMPRESSED, wrap } from '../../reference/openhost/compression.js';
import { offerName } from '../../reference/openhost/labels.js';
import { offerBlob } from '../../reference/openhost/offer_blob.js';
import { signPacket } from '../../reference/openhost/packet.js';
import { offerBlobOf } from '../../reference/openhost/peers/blobs.js';
import { createIdentity, type Identity } from '../../reference/openhost/peers/identity.js';
import { reasonOf } from '../../reference/openhost/peers/reason.js';
import type { DtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { type Offering, offerSession } from '../../reference/openhost/peers/rtc/session.js';
import { publish, SubstrateError } from '../../reference/openhost/peers/substrate.js';
import { offerSdp } from '../../reference/openhost/sdp.js';
import * as sealedBox from '../../reference/openhost/sealed_box.js';
import { sequenceOf } from '../../reference/openhost/sequence.js';
import { Unreachable } from '../../suites/case.js';
import type { Offered, OfferShape } from '../../suites/openhost/port.js';
import { answerThere, awaitAnswer, type Waiting } from './awaiting.js';
import type { Deployment } from './deployment.js';
import { knownTo } from './known_answers.js';

export async function openSession(
  deployment: Deployment,
  certificate: DtlsCertificate,
  { suites }: OfferShape,
): Promise<Offering> {
  const offered = suites && Uint8Array.from(suites.flatMap((suite) => [suite >> 8, suite & 0xff]));
  const session = await (deployment.offerSession ?? offerSession)({
    certificate,
    addresses: deployment.addresses,
    ...(offered ? { suites: { sent: () => offered } } : {}),
  });
  deployment.keep(session);
  return session;
}

/** What a client puts into its offers. */
export interface Sender {
  readonly identity: Identity;
  readonly session: Offering;
  /** The certificate that the offer names. */
  readonly certificate: DtlsCertificate;
}

export interface Composed {
  readonly value: string;
  readonly hash: Uint8Array;
}

export function compose(
  { key, dialect }: Deployment,
  { identity, session, certificate: { fingerprint } }: Sender,
  shape: OfferShape,
): Composed {
  const { version = 3, mode = 'exporter' } = shape;
  const usual = offerBlobOf(session.reach, { dialect, bindingMode: mode, fingerprint });
  const blob = { ...usual, setup: shape.setup ?? usual.setup };
  const same = <T>(right: T) => right;
  const sdp = (shape.sdp ?? same)(offerSdp(blob));
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
  const sealed = sealedBox.seal(key, (shape.plaintext ?? same)(wrapped), randomBytes(32));
  return { value: base64url.encode((shape.sealed ?? same)(sealed)), hash: sha256(utf8(sdp)) };
}

interface Putting extends Pick<Waiting, 'signal'> {
  /** Seconds that the offer pretends to be old. */
  readonly age?: number | undefined;
}

/** Publishes the offer and waits for its answer. */
export async function answerTo(
  deployment: Deployment,
  identity: Identity,
  offer: Composed,
  { over, signal, age }: Waiting & Putting,
): Promise<Offered> {
  await putOffer(deployment, identity, offer, { signal, age });
  const since = performance.now();
  const seen = await awaitAnswer(deployment, identity, offer.hash, { over, signal });
  return seen === 'silent' ? seen : { ...seen, took: performance.now() - since };
}

/** Publishes the offer. An answer that is already there for this client belongs to an earlier offer. */
export async function putOffer(
  deployment: Deployment,
  identity: Identity,
  { value, hash }: Composed,
  { signal, age = 0 }: Putting,
): Promise<void> {
  const known = knownTo(deployment, identity.name);
  const there = deployment.reuses ? await answerThere(deployment, identity, hash, signal) : undefined;
  if (there) known.seen(there);
  known.offered(hash);
  const seconds = deployment.nextSecond() - age;
  const seq = sequenceOf(BigInt(seconds), deployment.dialect);
  const packet = signPacket(identity, seq, [{ label: offerName(deployment.key), ttl: 30, value }]);
  try {
    await publish(deployment.substrates, identity.name, packet, signal);
  } catch (error) {
    if (!(error instanceof SubstrateError)) throw error;
    throw new Unreachable(`the offer could not be published: ${reasonOf(error)}`);
  }
}
