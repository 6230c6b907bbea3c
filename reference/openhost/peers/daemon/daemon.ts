/** A reference openhost daemon: publishes itself, answers the offers of its clients, forwards their requests. */
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { base64url } from '../../../bytes/base64url.js';
import { DecodeError } from '../../../bytes/error.js';
import { zbase32 } from '../../../bytes/zbase32.js';
import { parseAddress } from '../../address.js';
import { answer } from '../../answer.js';
import { EXPORTER_LABEL } from '../../binding.js';
import { wrap } from '../../compression.js';
import { split } from '../../fragment.js';
import { allowSalt, answerName } from '../../labels.js';
import { isFresh } from '../../record.js';
import { seal } from '../../sealed_box.js';
import { reasonOf } from '../reason.js';
import { answerSession, type Session } from '../rtc/session.js';
import { resolve } from '../substrate.js';
import { serveChannel } from './channel.js';
import { type ReadOffer, readOffer } from './offers.js';
import { checkOptions, type DaemonOptions } from './options.js';
import { pairsFrom } from './pairs.js';
import { createPublisher } from './publisher.js';
import { rateLimit } from './rate_limit.js';
import { type DaemonSeams, rightSeams } from './seams.js';

export interface Daemon {
  readonly url: string;
  pair(client: string): void;
  unpair(client: string): void;
  /** Looks for offers of this client, whether it is allowed or not. */
  watch(client: string): void;
  publish(): Promise<void>;
  /** Looks for offers now instead of at the next poll. */
  poll(): Promise<void>;
  close(): Promise<void>;
}

const mostSessions = 256;
/** Of clients whose newest offer is remembered. */
const mostSeen = 10_000;
const dialMs = 30_000;

export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { identity, certificate, substrates, dialect = 'spec', log = () => {}, now = Date.now } = options;
  const seams = { ...rightSeams, ...options.seams };
  checkOptions(options, seams);
  const modes = options.bindingModes ?? ['exporter', 'cert_fp'];
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const allowed = new Set(options.allow ?? []);
  const everyone = options.allow === undefined && options.pairs === undefined;
  const looked = new Set(options.watch ?? []);
  const pairs = pairsFrom(options.pairs ?? (() => []), log, seams);
  const watched = () => new Set([...looked, ...allowed, ...pairs.watched]);
  const answerable = (name: string) => everyone || allowed.has(name) || pairs.allowed.has(name);
  const seen = new Map<string, bigint>();
  /** The offer of each client that was answered last. */
  const answered = new Map<string, string>();
  const limit = rateLimit(options, now);
  const sessions = new Set<Session>();
  const up = new WeakSet<Session>();
  const publisher = await createPublisher(options, seams, stop.signal);

  function remember(name: string, seq: bigint): void {
    seen.delete(name);
    seen.set(name, seq);
    const [oldest] = seen.keys();
    if (seen.size > mostSeen && oldest !== undefined) seen.delete(oldest);
  }

  async function look(name: string): Promise<void> {
    const found = await resolve(substrates, name, stop.signal).catch(() => undefined);
    if (found === undefined || found.packet.seq <= (seen.get(name) ?? -1n) || stop.signal.aborted) return;
    const waiting = limit.throttled(name);
    if (waiting && dialect === 'spec') return;
    remember(name, found.packet.seq);
    if (waiting) return;
    const refuse = (why: string) => {
      log(`offer of ${name} refused: ${why}`);
    };
    try {
      const read = readOffer(identity, zbase32.decode(name), found.packet, dialect, seams);
      if (read === undefined) return;
      // The text has no rule for either (OPENHOST-G43); deployed daemons answer both.
      const fresh = isFresh({ ts: found.packet.seq }, BigInt(Math.floor(now() / 1000)));
      if (dialect === 'spec' && !fresh && !seams.overlook('stale')) return refuse('stale');
      const box = base64url.encode(read.box);
      if (dialect === 'spec' && answered.get(name) === box && !seams.overlook('replayed')) {
        return refuse('replayed');
      }
      if (!answerable(name) && !seams.overlook('allowlist')) {
        // It may be paired before its offer has gone: the text does not say that the offer is lost.
        if (dialect === 'spec') seen.delete(name);
        return refuse('not allowed');
      }
      if (!modes.includes(read.bindingMode)) return refuse('binding mode');
      if (!limit.take(name)) return refuse('rate limit');
      answered.set(name, box);
      await reply(name, read);
    } catch (error) {
      if (error instanceof DecodeError) return refuse(error.code);
      refuse(reasonOf(error));
    }
  }

  async function reply(name: string, read: ReadOffer): Promise<void> {
    const session = await (options.answerSession ?? answerSession)(read.sdp, seams.pinned(read.fingerprint), {
      role: seams.role('server'),
      certificate: seams.certificate(certificate),
      ...suiteChanges(seams),
      ...(seams.possession(true) ? {} : { credulous: true }),
      ...(options.addresses ? { addresses: options.addresses } : {}),
      signal: stop.signal,
    });
    keep(session);
    session.onChannel((channel) =>
      serveChannel(channel, {
        identity,
        client: read.client,
        secret: () =>
          read.bindingMode === 'exporter'
            ? session.exportSecret(EXPORTER_LABEL, 32)
            : certificate.fingerprint,
        ...(options.forward ? { forward: options.forward } : {}),
        bindingTimeoutMs: options.bindingTimeoutMs ?? 10_000,
        dialect,
        seams,
        unbound: () => void session.close(),
        log,
      }),
    );
    const { ufrag, pwd, candidates } = session.reach;
    const encoded = answer.encode({
      daemonPk: identity.publicKey,
      offerSdpHash: seams.offerHash(read.hash),
      blob: seams.answerBlob({
        setup: 'passive',
        ufrag,
        pwd,
        candidates: candidates
          .slice(0, 8)
          .map(({ address, port }) => ({ typ: 'host', addr: parseAddress(address), port })),
      }),
    });
    const body = seams.answerBody(encoded);
    const sealed = seal(read.client, seams.wrapAnswer(wrap(body), body), randomBytes(32));
    const salt = allowSalt(identity.seed);
    const records = split(sealed, seams.fragmentDialect(dialect)).map((envelope, index) => ({
      label: answerName(salt, read.client, index),
      ttl: 30,
      value: base64url.encode(envelope),
    }));
    await publisher.answer({ client: name, createdAt: Math.floor(now() / 1000), records });
    log(`offer of ${name} answered`);
  }

  function keep(session: Session): void {
    sessions.add(session);
    const timer = setTimeout(() => void session.close(), dialMs);
    session.connected.then(
      () => {
        clearTimeout(timer);
        up.add(session);
      },
      () => void session.close(),
    );
    void session.ended.then(() => {
      clearTimeout(timer);
      sessions.delete(session);
      void session.close();
    });
    // Those that nobody connected to make room first.
    const idle = [...sessions].filter((one) => !up.has(one));
    const [oldest] = idle.length > 0 ? idle : sessions;
    if (sessions.size > mostSessions && oldest) void oldest.close();
  }

  const busy = new Map<string, Promise<void>>();
  const poll = async () => {
    pairs.read();
    for (const name of watched()) {
      if (busy.has(name)) continue;
      const looking = look(name).finally(() => busy.delete(name));
      busy.set(name, looking);
    }
    await Promise.all(busy.values());
  };
  await publisher.publish();
  const timer = setInterval(() => void poll(), options.pollMs ?? 1000);
  void poll();
  return {
    url: `oh://${identity.name}/`,
    pair(client) {
      allowed.add(client);
      void poll();
    },
    unpair(client) {
      allowed.delete(client);
      looked.delete(client);
      seen.delete(client);
      answered.delete(client);
    },
    watch: (client) => void looked.add(client),
    publish: () => publisher.publish(),
    poll,
    async close() {
      clearInterval(timer);
      stop.abort();
      await Promise.all(busy.values());
      await Promise.all([...sessions].map((session) => session.close()));
      await publisher.stop();
    },
  };
}

const suiteChanges = ({ offeredSuites: received, takenSuite: sent }: DaemonSeams) =>
  received || sent ? { suites: { ...(received ? { received } : {}), ...(sent ? { sent } : {}) } } : {};
