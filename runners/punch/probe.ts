import { type Dialect, mint } from '../../reference/punch/token.js';
import type { PunchPort } from '../../suites/punch/port.js';
import { ifAnswered } from './answered.js';

/**
 * Which octets the deployment signs (RFC 7 leaves two readings): that in which an admin token of this session, minted
 * with the secret, is taken. Its GET then has this status: 200, or 404 where there is no such session.
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
