import type { Bench } from './model.js';

type Load = () => Promise<{ readonly benches: readonly Bench[] }>;

const crypto: Load = () => import('./openhost_crypto.js');
const fuzz: Load = () => import('./fuzz.js');
const punch: Load = () => import('./punch.js');
const peers: Load = () => import('./peers/peers.js');
const reports: Load = () => import('./reports.js');
const tunnel: Load = () => import('./tunnel.js');

/**
 * The benches by name, in order. The process that runs a bench loads it, so a bench that cannot load does not stop the
 * others.
 */
export const benches: Readonly<Record<string, Load>> = {
  'punch/token': () => import('./punch_token.js'),
  'punch/messages': punch,
  'punch/held': punch,
  'engine/case': () => import('./engine.js'),
  'adapter/round-trips': () => import('./adapter.js'),
  'fuzz/python': fuzz,
  'fuzz/reference': fuzz,
  'openhost/crypto': crypto,
  'openhost/frames': () => import('./openhost_frames.js'),
  'openhost/live': () => import('./openhost_live.js'),
  'openhost/memory': () => import('./openhost_memory.js'),
  'tunnel/stream': tunnel,
  'tunnel/http': tunnel,
  'tunnel/datagram': tunnel,
  'tunnel/stalled': tunnel,
  'package/installed': () => import('./package.js'),
  'reports/html': reports,
  'reports/junit': reports,
  'reports/sarif': reports,
  'reports/page': () => import('./report_page.js'),
  'peers/connectrpc': peers,
  'peers/toml-test': peers,
};

/** These build foreign programs, so they only run when they are named. */
const ON_REQUEST = 'peers/';

export const namesFor = (wanted: string): string[] =>
  Object.keys(benches).filter((name) =>
    wanted === '' ? !name.startsWith(ON_REQUEST) : name.startsWith(wanted),
  );

export async function benchOf(name: string): Promise<Bench> {
  const found = (await benches[name]?.())?.benches.find((bench) => bench.name === name);
  if (!found) throw new Error(`no bench has the name ${name}`);
  return found;
}
