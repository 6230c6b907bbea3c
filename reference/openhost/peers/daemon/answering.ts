/** Sections 3.1 to 3.3: answers an offer that was accepted, and serves the channels of its client. */
import { randomBytes } from 'node:crypto';
import { base64url } from '../../../bytes/base64url.js';
import { EXPORTER_LABEL } from '../../binding.js';
import { allowSalt, answerName } from '../../labels.js';
import type { TextRecord } from '../../packet.js';
import { seal } from '../../sealed_box.js';
import { answerSession, type Session } from '../rtc/session.js';
import { serveChannel } from './channel.js';
import type { ReadOffer } from './offers.js';
import type { DaemonOptions } from './options.js';
import type { Publisher } from './publisher.js';
import { type AnswerRules, DAEMON_RULES } from './rules.js';
import type { Sessions } from './sessions.js';

const ANSWER_TTL = 30;
const BINDING_MS = 10_000;

interface Around {
  readonly sessions: Sessions;
  readonly publisher: Publisher;
  readonly signal: AbortSignal;
}

export async function answerOffer(
  name: string,
  read: ReadOffer,
  options: DaemonOptions,
  { sessions, publisher, signal }: Around,
): Promise<void> {
  const { rules = DAEMON_RULES, now = Date.now } = options;
  const session = await openSession(read, options, signal);
  sessions.keep(session);
  serveSession(session, read, options);
  const records = answerRecords(session, read, options);
  const queued = { client: name, createdAt: Math.floor(now() / 1000), records };
  await rules.publishAnswer(() => publisher.answer(queued), signal);
}

function openSession(read: ReadOffer, options: DaemonOptions, signal: AbortSignal): Promise<Session> {
  const { rules = DAEMON_RULES, certificate, addresses } = options;
  const open = options.answerSession ?? answerSession;
  return open(read.sdp, rules.pinFingerprint(read.fingerprint, read.offer.version), {
    role: rules.dtlsRole(),
    certificate: rules.showCertificate(certificate),
    ...suiteChanges(rules),
    ...(rules.demandsPossession() ? {} : { credulous: true }),
    ...(addresses ? { addresses } : {}),
    signal,
  });
}

function serveSession(session: Session, read: ReadOffer, options: DaemonOptions): void {
  const { identity, certificate, forward, bindingTimeoutMs = BINDING_MS } = options;
  const { dialect = 'spec', rules = DAEMON_RULES, log = () => {} } = options;
  const secret = () =>
    read.bindingMode === 'exporter' ? session.exportSecret(EXPORTER_LABEL, 32) : certificate.fingerprint;
  session.onChannel((channel) =>
    serveChannel(channel, {
      identity,
      client: read.client,
      mode: read.bindingMode,
      secret,
      ...(forward ? { forward } : {}),
      bindingTimeoutMs,
      dialect,
      rules,
      unbound: () => void session.close(),
      log,
    }),
  );
}

function answerRecords(session: Session, read: ReadOffer, options: DaemonOptions): TextRecord[] {
  const { identity, dialect = 'spec', rules = DAEMON_RULES } = options;
  const body = rules.encodeAnswer({
    daemonPk: identity.publicKey,
    offerSdpHash: rules.offerHash(read.offer),
    blob: rules.answerBlob(session.reach),
  });
  const sealed = seal(read.client, rules.compressAnswer(body), randomBytes(32));
  const salt = allowSalt(identity.seed);
  return rules.splitAnswer(sealed, dialect).map((envelope, index) => ({
    label: answerName(salt, read.client, index),
    ttl: ANSWER_TTL,
    value: base64url.encode(envelope),
  }));
}

const suiteChanges = ({ offeredSuites: received, takenSuite: sent }: AnswerRules) =>
  received || sent ? { suites: { ...(received ? { received } : {}), ...(sent ? { sent } : {}) } } : {};
