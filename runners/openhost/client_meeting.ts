/** The setup for one client: two new relays, a new daemon and a new service behind it. */
import type { Dialect } from '../../reference/openhost/dialect.js';
import { FRAME_TYPES } from '../../reference/openhost/frame.js';
import { startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { DAEMON_RULES } from '../../reference/openhost/peers/daemon/rules.js';
import type { Identity } from '../../reference/openhost/peers/identity.js';
import type { RelayRules } from '../../reference/openhost/peers/relay/rules.js';
import type { Relay } from '../../reference/openhost/peers/relay/server.js';
import type { Stored } from '../../reference/openhost/peers/relay/store.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import type { Lie, Meeting } from '../../suites/openhost/clients/port.js';
import type { Fetch } from './client_fetch.js';
import { type Lying, lying } from './faulty_daemon.js';
import { type KeptOpen, keptOpen } from './kept_open.js';
import { relayLies } from './relay_lies.js';
import { startSecretService } from './secret_service.js';
import { hostOf, urlLies } from './url_faults.js';
import { witnessClient } from './witness.js';

export interface Surroundings {
  readonly dialect: Dialect;
  readonly fetch: Fetch;
  /** Ends the meeting. */
  readonly signal: AbortSignal;
  readonly openRelay: (change?: Partial<RelayRules>) => Promise<Relay>;
}

export async function meet(around: Surroundings, lie: Lie | undefined): Promise<Meeting> {
  const { fetch, signal } = around;
  const opened = keptOpen();
  try {
    const { relays, daemon, witness, enough, secret } = await openHost(around, lie, opened.keep);
    const [first, second] = relays;
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
  } finally {
    await opened.close();
  }
}

async function openHost({ dialect, openRelay }: Surroundings, lie: Lie | undefined, keep: KeptOpen['keep']) {
  const identity = hostOf(lie);
  const second = keep(await openRelay());
  const first: Relay = keep(await openRelay(twisted(lie, identity, () => home.store.get(identity.name))));
  const relays = [first, second] as const;
  const home = lie === 'only-second-relay' || lie === 'one-lying-relay' ? second : first;
  const { secret, target } = keep(await startSecretService());
  const witness = witnessClient(identity.name);
  const { change, relent, ...options }: Lying = lie === undefined ? {} : lying(lie);
  const daemon = keep(
    await startDaemon({
      identity,
      certificate: createDtlsCertificate(),
      substrates: [relaySubstrate(home.url, home.ca)],
      dialect,
      pollMs: 30,
      throttleMs: 0,
      burst: 1000,
      addresses: ['127.0.0.1'],
      forward: { target },
      ...options,
      rules: witness.rules({ ...DAEMON_RULES, ...change?.(DAEMON_RULES) }),
    }),
  );
  /** Stops the client. */
  const enough = new AbortController();
  witness.onLooks(() => {
    if (lie === 'answer-to-another-offer' || lie === 'later-forged-packet') enough.abort();
    if (!relent) return;
    relent();
    void daemon.publish();
  });
  for (const relay of relays) witness.watch(relay.store, home.store, daemon);
  return { relays, daemon, witness, enough, secret };
}

/** How the first relay lies about the host: the packet that it gives in place of the right one, which another relay may hold. */
function twisted(lie: Lie | undefined, host: Identity, right: () => Stored | undefined): Partial<RelayRules> {
  const change = lie && relayLies[lie];
  if (!change) return {};
  const wrong = new WeakMap<Stored, Uint8Array>();
  return {
    give(stored, name) {
      const held = name === host.name ? right() : undefined;
      if (held === undefined) return stored?.payload;
      const given = wrong.get(held) ?? change(held.payload, host);
      wrong.set(held, given);
      return given;
    },
  };
}

/** The last frames of the client may still be in transit after it has exited. */
const lastWord: Partial<Record<Lie, number>> = {
  'ping-first': FRAME_TYPES.PONG,
  'reserved-type': FRAME_TYPES.ERROR,
  'oversize-frame': FRAME_TYPES.ERROR,
};
const LAST_WORD_MS = 2000;
