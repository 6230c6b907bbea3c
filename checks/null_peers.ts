/**
 * Runs the whole suites against peers without any service: they reject or accept everything, send nothing, exit at
 * once, echo, or send garbage. No gating case may pass. Arguments select protocols. Without one, a commit runs half of
 * the peers, chosen by its hash; `CONFORM_ALL=1` runs all.
 */
import { inTurn } from './commit_turn.js';
import { openhostNullPeers } from './null_peers/openhost.js';
import { openhostClientNullPeers } from './null_peers/openhost_clients.js';
import type { NullPeer } from './null_peers/peer.js';
import { punchNullPeers } from './null_peers/punch.js';
import { runNullPeer } from './null_peers/run_peer.js';
import { tunnelNullPeers } from './null_peers/tunnel.js';

const peersOf: Readonly<Record<string, readonly NullPeer[]>> = {
  punch: punchNullPeers,
  openhost: [...openhostNullPeers, ...openhostClientNullPeers],
  tunnel: tunnelNullPeers,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in peersOf));
if (unknown.length > 0) throw new Error(`no null peers for ${unknown.join(', ')}: ${Object.keys(peersOf)}`);
const named = Object.entries(peersOf)
  .filter(([name]) => wanted.length === 0 || wanted.includes(name))
  .flatMap(([, some]) => some);
const peers = wanted.length === 0 ? inTurn(named, 2) : named;

/** They mostly wait. */
const AT_ONCE = 8;
let passed = 0;
let failed = 0;

async function tell(peer: NullPeer): Promise<void> {
  const { results, believed, unopened } = await runNullPeer(peer);
  const good = believed.length === 0 && (results.length > 0 || unopened !== undefined);
  if (good) passed++;
  else failed++;
  console.log(
    `${good ? 'proves nothing' : 'IS BELIEVED   '} ${peer.name}: ${unopened === undefined ? countsOf(results) : `no target: ${unopened}`}`,
  );
  for (const { id } of believed) console.log(`  PASSED ${id}`);
}

function countsOf(results: readonly { readonly verdict: string }[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
}

const left = [...peers];
async function work(): Promise<void> {
  for (let next = left.shift(); next; next = left.shift()) await tell(next);
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${passed} passed, ${failed} failed: peers without service that no gating case believes`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
