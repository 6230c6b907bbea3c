import type { RawPeer, ServedPeer } from '../served_peer.js';
import { plugins } from './plugins.js';

/** The reference peers of all protocols. */
export async function servedPeers(): Promise<{ peers: readonly ServedPeer[]; raw: readonly RawPeer[] }> {
  const all = await Promise.all(plugins.map(({ served }) => served()));
  return { peers: all.flatMap(({ peers = [] }) => peers), raw: all.flatMap(({ raw = [] }) => raw) };
}

/** A peer that parses its own words, so nobody parses them before. */
export const rawPeer = async (name: string | undefined): Promise<RawPeer | undefined> =>
  name === undefined || !plugins.some(({ protocol }) => protocol === name)
    ? undefined
    : (await servedPeers()).raw.find((peer) => peer.name === name);
