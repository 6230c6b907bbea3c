import { type Dialect, mint } from '../../reference/punch/token.js';
import type { PunchPort } from '../../suites/punch/port.js';
import { ifAnswered } from './answered.js';

/**
 * Finds out which octets the deployment signs, because RFC 7 allows two readings. It mints an admin token in each reading.
 * The right one gets this status from GET of the session: 200, or 404 if there is no such session.
 */
export async function readingOf(
  port: Pick<PunchPort, 'http'>,
  secret: Uint8Array,
  session: string,
  status: 200 | 404,
): Promise<Dialect | undefined> {
  const exp = Math.floor(Date.now() / 1000) + 600;
  for (const dialect of ['octets', 'text'] as const) {
    const token = mint({ session, role: 'admin', stream: null, exp }, secret, dialect);
    const answer = await ifAnswered(port.http({ method: 'GET', path: `/api/session/${session}`, token }));
    if (answer?.status === status) return dialect;
  }
  return undefined;
}
