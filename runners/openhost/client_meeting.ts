/** The setup for one client: two new relays, a new daemon and a new service behind it. */
import type { Dialect } from '../../reference/openhost/dialect.js';
import { FRAME_TYPES } from '../../reference/openhost/frame.js';
import { type Daemon, startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { DAEMON_RULES } from '../../reference/openhost/peers/daemon/rules.js';
import type { Identity } from '../../reference/openhost/peers/identity.js';
import type { Relay } from '../../reference/openhost/peers/relay/server.js';
import type { Stored } from '../../reference/openhost/peers/relay/store.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import type { Lie, Meeting } from '../../suites/openhost/clients/port.js';
import type { Fetch } from './client_fetch.js';
import { type Lying, lying } from './faulty_daemon.js';
import { keptOpen } from './kept_open.js';
import { relayLies } from './relay_lies.js';
import { startSecretService } from './secret_service.js';
import { hostOf, urlLies } from './url_faults.js';
import { type Witness, witnessClient } from './witness.js';

export interface Surroundings {
  readonly dialect: Dialect;
  readonly fetch: Fetch;
  /** Ends the meeting. */
  readonly signal: AbortSignal;
  readonly openRelay: () => Promise<Relay>;
}

export async function meet(around: Surroundings, lie: Lie | undefined): Promise<Meeting> {
  const opened = keptOpen();
  const { keep } = opened;
  try {
    const relays = [keep(await around.openRelay()), keep(await around.openRelay())] as const;
    const service = keep(await startSecretService());
    const identity = hostOf(lie);
    const witness = witnessClient(identity.name);
    const home = lie === 'only-second-relay' || lie === 'one-lying-relay' ? relays[1] : relays[0];
    const { change, relent, ...options }: Lying = lie === undefined ? {} : lying(lie);
    if (lie !== undefined) twist(relays[0], home, lie, identity);
    const daemon = keep(
      await startDaemon({
        identity,
        certificate: createDtlsCertificate(),
        substrates: [relaySubstrate(home.url, home.ca)],
        dialect: around.dialect,
        pollMs: 30,
        throttleMs: 0,
        burst: 1000,
        bindingTimeoutMs: 10_000,
        addresses: ['127.0.0.1'],
        forward: { target: service.target },
        ...options,
        rules: witness.rules({ ...DAEMON_RULES, ...change?.(DAEMON_RULES) }),
      }),
    );
    const enough = new AbortController();
    witness.onLooks(() => {
      if (lie === 'answer-to-another-offer' || lie === 'later-forged-packet') enough.abort();
      if (!relent) return;
      relent();
      void daemon.publish();
    });
    for (const relay of relays) witness.watch(relay.store, home.store, daemon);
    return await meeting(around, { relays, daemon, witness, enough, secret: service.secret }, lie);
  } finally {
    await opened.close();
  }
}

/** The fault of the first relay, applied to the packet of the host. */
function twist(first: Relay, home: Relay, lie: Lie, host: Identity): void {
  const change = relayLies[lie];
  if (!change) return;
  const twisted = new WeakMap<Stored, Uint8Array>();
  first.faults.lie = (name) => {
    const right = name === host.name ? home.store.get(name) : undefined;
    if (right === undefined) return undefined;
    const wrong = twisted.get(right) ?? change(right.payload, host);
    twisted.set(right, wrong);
    return wrong;
  };
}

interface Host {
  readonly relays: readonly [Relay, Relay];
  readonly daemon: Daemon;
  readonly witness: Witness;
  /** Stops the client. */
  readonly enough: AbortController;
  readonly secret: string;
}

async function meeting(
  { fetch, signal }: Surroundings,
  { relays: [first, second], daemon, witness, enough, secret }: Host,
  lie: Lie | undefined,
): Promise<Meeting> {
  const right = `${daemon.url}hello`;
  const url = (lie && urlLies[lie]?.(right)) ?? right;
  const got = await fetch(url, [first.url, second.url], {
    ca: first.ca === undefined ? undefined : `${first.ca}\n${second.ca}`,
    signal: AbortSignal.any([enough.signal, signal]),
  });
  signal.throwIfAborted();
  const last = lie === undefined ? undefined : lastWord[lie];
  if (last !== undefined) await witness.heard(last, LAST_WORD_MS);
  return { ...got, served: got.shown.includes(secret), ...witness.seen() };
}

/** The last frames of the client may still be in transit after it has exited. */
const lastWord: Partial<Record<Lie, number>> = {
  'ping-first': FRAME_TYPES.PONG,
  'reserved-type': FRAME_TYPES.ERROR,
  'oversize-frame': FRAME_TYPES.ERROR,
};
const LAST_WORD_MS = 2000;
