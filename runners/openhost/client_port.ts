/** Acts as relay, daemon and service for a client under test. */
import type { Dialect } from '../../reference/openhost/dialect.js';
import type { Context } from '../../suites/model.js';
import type { OpenhostClientPort } from '../../suites/openhost/clients/port.js';
import type { Fetch } from './client_fetch.js';
import { meet } from './client_meeting.js';
import { startOwnRelay } from './own_relay.js';

export interface ClientTraits {
  readonly dialect: Dialect;
  readonly browser?: boolean;
  readonly tls?: boolean;
}

export const clientPort = (
  { dialect, browser = false, tls = false }: ClientTraits,
  fetch: Fetch,
  { signal }: Pick<Context, 'signal'>,
): OpenhostClientPort => ({
  dialect,
  browser,
  meet: (lie) => meet({ dialect, fetch, signal, openRelay: (change) => startOwnRelay(tls, change) }, lie),
});
