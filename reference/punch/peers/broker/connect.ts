import { connectStrings } from '../../srt.js';
import type { Claims } from '../../token.js';
import type { SrtRole } from './messages.js';
import type { Session } from './state.js';

export const srtRoles: readonly SrtRole[] = ['sender', 'receiver'];

/** RFC 9.4: the bearer of a peer token may not be the matched peer, so only the admin gets coordinates here. */
export function strung(session: Session, claims: Claims, stream: string, role: SrtRole) {
  const peers = session.streams.get(stream)?.peers ?? [];
  const self = peers.find(({ endpoint }) => endpoint?.role === role)?.endpoint ?? peers[0]?.endpoint;
  const other = peers.map(({ endpoint }) => endpoint).find((endpoint) => endpoint && endpoint !== self);
  const known = claims.role === 'admin' && self && other;
  const coordinates = known
    ? { ip: other.ip, port: other.port, localPort: self.localPort, passphrase: session.passphrase }
    : { ip: 'REMOTE_IP', port: 'REMOTE_PORT', localPort: 'LOCAL_PORT', passphrase: 'PASSPHRASE' };
  const strings = connectStrings({ ...coordinates, latency: session.latency }, role);
  return { stream, role, matched: peers.length === 2, ...strings };
}
