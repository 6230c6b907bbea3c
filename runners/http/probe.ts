import type { Dialect } from '../../reference/punch/token.js';
import { mint } from '../../reference/punch/token.js';
import { type Deployment, punchPort } from './port.js';

/** With the secret, asks which octets the deployment signs (RFC 7 leaves two readings); else nobody can know. */
export async function probeDialect(deployment: Deployment): Promise<Dialect | undefined> {
  const { secret } = deployment;
  if (!secret) return undefined;
  const port = punchPort(deployment);
  const session = `${deployment.prefix}none`;
  const exp = Math.floor(Date.now() / 1000) + 600;
  for (const dialect of ['octets', 'text'] as const) {
    const token = mint({ session, role: 'admin', stream: null, exp }, secret, dialect);
    // There is no such session: whoever believes the token answers 404.
    const answer = await port
      .http({ method: 'GET', path: `/api/session/${session}`, token })
      .catch(() => undefined);
    if (answer?.status === 404) return dialect;
  }
  return undefined;
}
