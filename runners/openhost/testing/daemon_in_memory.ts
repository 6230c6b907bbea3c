/** A relay and a daemon in memory, which answers offers by the codecs of the reference. Nothing here opens a socket. */
import { setTimeout as delay } from 'node:timers/promises';
import { base64url } from '../../../reference/bytes/base64url.js';
import { zbase32 } from '../../../reference/bytes/zbase32.js';
import { unwrap } from '../../../reference/openhost/compression.js';
import { allowSalt, offerName } from '../../../reference/openhost/labels.js';
import { type Offer, offer } from '../../../reference/openhost/offer.js';
import {
  decodeDns,
  HOST_LABEL,
  HOST_TTL,
  signPacket,
  type TextRecord,
} from '../../../reference/openhost/packet.js';
import { answerRecords } from '../../../reference/openhost/peers/daemon/answering.js';
import { DAEMON_RULES } from '../../../reference/openhost/peers/daemon/rules.js';
import { createIdentity } from '../../../reference/openhost/peers/identity.js';
import { createRelayStore } from '../../../reference/openhost/peers/relay/store.js';
import type { Offering } from '../../../reference/openhost/peers/rtc/session.js';
import { signRecord } from '../../../reference/openhost/record.js';
import * as sealedBox from '../../../reference/openhost/sealed_box.js';
import { settled } from '../../../reference/settled.js';
import { type Deployment, deploymentOf, type Reached } from '../deployment.js';
import { fromWithin } from '../own_relay.js';
import type { Pace } from '../pace.js';

/** The pace of a daemon that is not measured. */
export const fixedPace = (patience: number, silence: number): Pace => ({
  patience: () => patience,
  considered: (_offerer, signal) => delay(silence, undefined, { signal }),
  answered: () => {},
  polled: () => delay(silence),
});

/** A WebRTC session that a test plays by hand. */
export function heldSession(own: Partial<Offering> = {}) {
  const { promise: ended, resolve } = settled();
  let closes = 0;
  const session: Offering = {
    reach: { ufrag: 'abcd', pwd: 'abcdefghijklmnopqrstuvwx', candidates: [] },
    connected: new Promise(() => {}),
    exportSecret: (_label, length) => new Uint8Array(length).fill(7),
    onChannel: () => {},
    ended,
    async close() {
      closes += 1;
      resolve();
    },
    connect: () => new Promise(() => {}),
    openChannel: () => new Promise(() => {}),
    greeted: new Promise(() => {}),
    ...own,
  };
  return { session, end: () => resolve(), closes: () => closes };
}

export interface MemoryOptions {
  /** Whether the daemon answers this offer, which is the nth that it can read. */
  readonly answers?: (read: Offer, nth: number) => boolean;
  /** The records of an answer as the daemon publishes them. */
  readonly records?: (records: readonly TextRecord[]) => readonly TextRecord[];
  /** Whether the daemon has published itself. */
  readonly isUp?: boolean;
  readonly session?: Partial<Offering>;
  readonly reached?: Partial<Reached>;
}

export function daemonInMemory({
  answers = () => true,
  records: changed = (records) => records,
  isUp = true,
  session,
  reached = {},
}: MemoryOptions = {}) {
  const identity = createIdentity();
  const salt = allowSalt(identity.seed);
  const store = createRelayStore();
  const relay = fromWithin({ url: 'memory', store });
  const sessions: ReturnType<typeof heldSession>[] = [];
  const offers: { readonly client: string; readonly read: Offer }[] = [];
  const released: string[] = [];
  const paired: string[] = [];
  let seq = BigInt(Math.floor(Date.now() / 1000));
  const publish = (more: readonly TextRecord[] = []): void => {
    seq += 1n;
    const value = signRecord(identity.seed, {
      ...{ version: 2, ts: seq, dtlsFp: new Uint8Array(32).fill(3), roles: 'server', salt, disc: '' },
    });
    store.put(
      identity.name,
      signPacket(identity, seq, [{ label: HOST_LABEL, ttl: HOST_TTL, value }, ...more]),
    );
  };
  store.onPut = (client, { payload }) => {
    if (client === identity.name) return;
    const [found] = decodeDns(zbase32.decode(client), payload.subarray(72)).filter(
      ({ label }) => label === offerName(identity.publicKey),
    );
    if (found === undefined) return;
    const plaintext = sealedBox.open(identity.seed, base64url.decode(found.value));
    const read = offer.decode(unwrap(plaintext));
    offers.push({ client, read });
    if (answers(read, offers.length)) answerNow();
  };
  /** Publishes the answer to the newest offer, when the test asks for it. */
  const answerNow = (): void => {
    const newest = offers.at(-1);
    if (newest === undefined) throw new Error('no offer came');
    const reach = { ufrag: 'efgh', pwd: 'abcdefghijklmnopqrstuvwx', candidates: [] };
    const read = { client: zbase32.decode(newest.client), offer: newest.read };
    publish(changed(answerRecords(reach, read, { identity, dialect: 'spec', rules: DAEMON_RULES })));
  };
  if (isUp) publish();
  const deployment: Deployment = deploymentOf(
    {
      key: identity.publicKey,
      dialect: 'spec',
      substrates: [relay],
      addresses: ['127.0.0.1'],
      patience: 50,
      pace: fixedPace(50, 10),
      tick: 5,
      client: async () => createIdentity(),
      pair: async ({ name }) => void paired.push(name),
      release: ({ name }) => void released.push(name),
      async offerSession() {
        const held = heldSession(session);
        sessions.push(held);
        return held.session;
      },
      ...reached,
    },
    async () => {},
  );
  return { deployment, identity, store, publish, answerNow, sessions, offers, released, paired };
}
