import { describe, expect, it } from 'vitest';
import { openhostClientNullPeers } from './openhost_clients.js';
import { runNullPeer } from './run_peer.js';

/** One refusal at each step of a client, and one service. `checks/null_peers.ts` runs all cases. */
const ONLY = [
  'openhost/1/client-url-short',
  'openhost/2/client-stale-record',
  'openhost/3.3/client-offer',
  'openhost/3/client-served',
  'openhost/5/client-error-frame',
];

/** One peer of each behaviour. The peer that reads a packet starts a Node process for each case. */
const quick = openhostClientNullPeers.filter(
  ({ name }) => !/as the text reads|claims a 200|with TLS|reads the packet/.test(name),
);

describe.concurrent('no gating case passes for a client that', { timeout: 60_000 }, () => {
  it.each(quick.map((peer) => [peer.name.replace('openhost client: ', ''), peer] as const))(
    '%s',
    async (_name, peer) => {
      const { results, believed } = await runNullPeer(peer, undefined, ONLY);
      expect(results).toHaveLength(ONLY.length);
      expect(believed.map(({ id }) => id)).toEqual([]);
    },
  );
});
