/** What the suites need from a client under test. */
import type { Meeting } from '../../suites/openhost/clients/port.js';

/** Has the client fetch a URL. */
export type Fetch = (
  url: string,
  relays: readonly string[],
  how: {
    /** PEM of the authorities of the relays, where they speak TLS. */ readonly ca?: string | undefined;
    readonly signal: AbortSignal;
  },
) => Promise<Fetched>;

/** It ended as `stopped` when the signal aborted it. */
export type Fetched = Pick<Meeting, 'shown' | 'status' | 'ended'>;
