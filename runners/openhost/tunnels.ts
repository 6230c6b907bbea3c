/** Finds out by trying at which paths a running daemon tunnels WebSockets. Only its service sees more than a 502. */
import { FRAME_TYPES, frame } from '../../reference/openhost/frame.js';
import { Unclaimed } from '../../suites/case.js';
import type { Service, Wire } from '../../suites/openhost/port.js';

/** The paths that cases need. The service rejects an upgrade to the second one. */
export const TUNNELS = ['/live', '/live/no'] as const;

export interface Tunnels {
  readonly listed: boolean;
  readonly elsewhere: boolean;
}

export async function lookForTunnels(service: Service, connect: () => Promise<Wire>): Promise<Tunnels> {
  const reaches = async (path: string): Promise<boolean> => {
    const wire = await connect();
    const mark = service.mark();
    const head = [
      `GET ${path}?${mark} HTTP/1.1`,
      'Host: client.invalid',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ];
    const payload = new TextEncoder().encode(`${head.join('\r\n')}\r\n\r\n`);
    const parts = [
      frame.encode({ type: FRAME_TYPES.REQUEST_HEAD, requestId: 1, payload }),
      frame.encode({ type: FRAME_TYPES.REQUEST_END, requestId: 1, payload: new Uint8Array(0) }),
    ];
    await wire.raw(Buffer.concat(parts));
    await wire.next();
    wire.close();
    return service.seen(mark).length > 0;
  };
  const [live, refusing] = [await reaches(TUNNELS[0]), await reaches(TUNNELS[1])];
  return { listed: live && refusing, elsewhere: live && (await reaches('/elsewhere')) };
}

export function mustTunnel({ listed, elsewhere }: Tunnels, alone: boolean): void {
  const paths = TUNNELS.join(' and ');
  if (!listed) {
    throw new Unclaimed(`the daemon does not tunnel WebSockets at ${paths}: allow these two paths`);
  }
  if (alone && elsewhere) {
    throw new Unclaimed(`the daemon also tunnels WebSockets at other paths: allow only ${paths}`);
  }
}
