/** Plays relay, daemon and service to a client under test. */
import { startRelay } from '../../reference/openhost/peers/relay/server.js';
import type { Context } from '../../suites/model.js';
import type { Ended, OpenhostClientPort } from '../../suites/openhost/clients/port.js';
import { meet } from './client_meeting.js';

/** Has the client fetch a URL. */
export type Fetch = (
  url: string,
  relays: readonly string[],
  how: {
    /** PEM of the authorities of the relays, where they speak TLS. */ readonly ca?: string | undefined;
    readonly signal: AbortSignal;
  },
) => Promise<Fetched>;

export interface Fetched {
  readonly shown: string;
  readonly status: number | 'none';
  /** `stopped` is what its signal makes of it. */
  readonly ended: Ended;
}

const faultsOfTls = { putDelay: 400 };

export interface ClientTraits {
  readonly dialect: 'spec' | 'deployed';
  readonly browser?: boolean;
  readonly tls?: boolean;
}

/** Deployed clients want relays that speak TLS and are slower than the DHT that they cannot reach. */
export const clientPort = (
  { dialect, browser = false, tls = false }: ClientTraits,
  fetch: Fetch,
  { signal }: Pick<Context, 'signal'>,
): OpenhostClientPort => ({
  dialect,
  browser,
  meet: (lie) =>
    meet(
      { dialect, fetch, signal, openRelay: () => startRelay(tls ? { tls, faults: faultsOfTls } : {}) },
      lie,
    ),
});
