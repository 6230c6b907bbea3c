import { setTimeout as delay } from 'node:timers/promises';
import type { ClientChange, ClientSetup } from '../../reference/mutants/openhost/client_mutant.js';
import type { Dialect } from '../../reference/openhost/dialect.js';
import { ConnectionOver, openConnection } from '../../reference/openhost/peers/client/connection.js';
import type { ConnectionRules } from '../../reference/openhost/peers/client/connection_rules.js';
import { DialFailed, type Dialled, dial } from '../../reference/openhost/peers/client/dial.js';
import { CLIENT_RULES } from '../../reference/openhost/peers/client/rules.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { ChannelClosed } from '../../reference/openhost/peers/rtc/channel.js';
import { SessionFailed } from '../../reference/openhost/peers/rtc/peer.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import type { Fetch, Fetched } from './client_fetch.js';

/** How the client under test differs from the reference client. */
export interface EmbeddedClient extends ClientSetup {
  readonly change?: ClientChange;
}

const DIAL_MS = 20_000;
/** Milliseconds from the end of the request to the head of its response. */
const HEAD_MS = 5_000;

/** The reference client as the client under test, or a deliberately wrong one in its place. */
export const embeddedClient =
  (dialect: Dialect, wrong: EmbeddedClient = {}): Fetch =>
  async (url, relays, { ca, signal }) => {
    const rules = { ...CLIENT_RULES, ...wrong.change?.(CLIENT_RULES) };
    let dialled: Dialled | undefined;
    try {
      dialled = await dial(url, {
        identity: createIdentity(),
        certificate: createDtlsCertificate(),
        substrates: relays.map((relay) => relaySubstrate(relay, ca, wrong.longestPacket)),
        dialect,
        pollMs: 30,
        timeoutMs: DIAL_MS,
        signal,
        ...(wrong.bindingMode ? { bindingMode: wrong.bindingMode } : {}),
        rules,
      });
      return await got(dialled, dialect, rules);
    } catch (error) {
      if (!isFailure(error)) throw error;
      return { shown: error.message, status: 'none', ended: signal.aborted ? 'stopped' : 1 };
    } finally {
      await dialled?.close();
    }
  };

async function got({ channel }: Dialled, dialect: Dialect, rules: ConnectionRules): Promise<Fetched> {
  const connection = openConnection(channel, { dialect, headMs: HEAD_MS, rules });
  const { status, body } = await connection.request({ method: 'GET', target: '/hello' });
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  // Frames in transit, above all an ERROR, must be sent before the connection closes.
  if (status === 502) await delay(200);
  return { status, shown: Buffer.concat(parts).toString(), ended: 0 };
}

/** The errors of a client that cannot fetch from a host. Any other error is a bug in our code. */
const isFailure = (error: unknown): error is Error =>
  [DialFailed, ConnectionOver, ChannelClosed, SessionFailed].some((kind) => error instanceof kind);
