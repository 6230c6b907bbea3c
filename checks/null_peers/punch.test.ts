import { describe, expect, it } from 'vitest';
import { punchNullPeers } from './punch.js';
import { runNullPeer } from './run_peer.js';

/** One peer of each behaviour, without the waits of the RFC. checks/null_peers.ts runs all of them with all cases. */
const quick = punchNullPeers.filter(({ name }) => /401|accepts|echoes|says nothing$|dies|instead/.test(name));

describe.concurrent('no gating case passes against a Punch broker that', { timeout: 180_000 }, () => {
  it.each(quick.map((peer) => [peer.name.replace('punch: ', ''), peer] as const))(
    '%s',
    async (_name, peer) => {
      const { results, believed } = await runNullPeer(peer, 1_000);
      expect(results.length).toBeGreaterThan(150);
      expect(believed.map(({ id }) => id)).toEqual([]);
    },
  );
});
