/** Finds out by trying at which paths a running daemon tunnels WebSockets. Only its service sees more than a 502. */
import { Unclaimed } from '../../suites/case.js';
import { requestBytes } from '../../suites/openhost/exchange.js';
import type { Service, Wire } from '../../suites/openhost/port.js';
import { UPGRADE } from '../../suites/openhost/upgrade.js';

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
    await wire.raw(requestBytes({ target: `${path}?${mark}`, headers: UPGRADE, id: 1 }));
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
