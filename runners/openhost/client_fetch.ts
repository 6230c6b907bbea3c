/** What the suites need from a client under test. */
import type { ClientEnd } from '../../suites/openhost/clients/port.js';

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
  /** `stopped` is the outcome when the signal aborts it. */
  readonly ended: ClientEnd;
}
