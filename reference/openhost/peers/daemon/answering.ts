/** Sections 3.1 to 3.3: answers an offer that was accepted, and serves the channels of its client. */
import { randomBytes } from 'node:crypto';
import { defined } from '../../../../defined.js';
import { base64url } from '../../../bytes/base64url.js';
import { EXPORTER_LABEL } from '../../binding.js';
import { allowSalt, answerName } from '../../labels.js';
import type { TextRecord } from '../../packet.js';
import { seal } from '../../sealed_box.js';
import type { Reach, Session } from '../rtc/session.js';
import { serveChannel } from './channel.js';
import type { ReadOffer } from './offers.js';
import type { DaemonSettings } from './options.js';
import type { Publisher } from './publisher.js';
import type { Sessions } from './sessions.js';

const ANSWER_TTL = 30;

interface Around {
  readonly sessions: Sessions;
  readonly publisher: Publisher;
  readonly signal: AbortSignal;
}

export async function answerOffer(
  name: string,
  read: ReadOffer,
  settings: DaemonSettings,
  { sessions, publisher, signal }: Around,
): Promise<void> {
  const session = await openSession(read, settings, signal);
  sessions.keep(session);
  serveSession(session, read, settings);
  const records = answerRecords(session.reach, read, settings);
  const createdAt = Math.floor(settings.now() / 1000);
  await settings.rules.publishAnswer(() => publisher.answer({ client: name, createdAt, records }), signal);
}

function openSession(
  { sdp, fingerprint, offer }: ReadOffer,
  { rules, certificate, addresses, answerSession }: DaemonSettings,
  signal: AbortSignal,
): Promise<Session> {
  return answerSession(sdp, rules.pinFingerprint(fingerprint, offer.version), {
    role: rules.dtlsRole(),
    certificate: rules.showCertificate(certificate),
    suites: defined({ received: rules.offeredSuites, sent: rules.takenSuite }),
    demandsPossession: rules.demandsPossession(),
    ...defined({ addresses }),
    signal,
  });
}

function serveSession(session: Session, { client, bindingMode }: ReadOffer, settings: DaemonSettings): void {
  const secret = () =>
    bindingMode === 'exporter' ? session.exportSecret(EXPORTER_LABEL, 32) : settings.certificate.fingerprint;
  const unbound = () => void session.close();
  session.onChannel((channel) =>
    serveChannel(channel, { ...settings, client, mode: bindingMode, secret, unbound }),
  );
}

export function answerRecords(
  reach: Reach,
  { client, offer }: Pick<ReadOffer, 'client' | 'offer'>,
  { identity, dialect, rules }: Pick<DaemonSettings, 'identity' | 'dialect' | 'rules'>,
): TextRecord[] {
  const body = rules.encodeAnswer({
    daemonPk: identity.publicKey,
    offerSdpHash: rules.offerHash(offer),
    blob: rules.answerBlob(reach),
  });
  const sealed = seal(client, rules.compressAnswer(body), randomBytes(32));
  const salt = allowSalt(identity.seed);
  return rules.splitAnswer(sealed, dialect).map((envelope, index) => ({
    label: answerName(salt, client, index),
    ttl: ANSWER_TTL,
    value: base64url.encode(envelope),
  }));
}
