import { describe, expect, it } from 'vitest';
import { channelPeers } from './openhost_channels.js';
import { programPeers } from './openhost_programs.js';
import { relayPeers } from './openhost_relays.js';
import { runNullPeer } from './run_peer.js';

/** One service and one refusal of each layer. checks/null_peers.ts runs all cases. */
const few = ['2/outer-signature', '3.3/v3', '3.3/tag-00', '3/binds-exporter', '3/wrong-key'];
const only = few.map((slug) => `openhost/${slug}`);
/**
 * Silence, garbage, acceptance and rejection after a valid record. Each costs handshakes; checks/null_peers.ts runs the
 * others, too.
 */
const quick = channelPeers.filter(({ name }) => /no offer|garbage,|everything/.test(name));

describe.concurrent('no gating case passes against an openhost daemon that', { timeout: 180_000 }, () => {
  it.each([...relayPeers, ...quick].map((peer) => [peer.name, peer] as const))('%s', async (_, peer) => {
    const { results, believed, unopened } = await runNullPeer(peer, undefined, only);
    expect(unopened).toBeUndefined();
    expect(results).toHaveLength(only.length);
    expect(believed.map(({ id }) => id)).toEqual([]);
  });
});

describe.concurrent('no case runs against a program that', { timeout: 180_000 }, () => {
  it.each(programPeers.map((peer) => [peer.name, peer] as const))('%s', async (_, peer) => {
    const { results, unopened } = await runNullPeer(peer, undefined, only);
    expect([results, unopened]).toEqual([[], expect.stringMatching(/\w/)]);
  });
});
