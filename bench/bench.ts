/** Prints ratios, each of two sides that were measured in this very process. Exit 1 when one misses its target. */
import * as adapter from './adapter.js';
import * as engine from './engine.js';
import * as crypto from './openhost_crypto.js';
import * as frames from './openhost_frames.js';
import * as live from './openhost_live.js';
import * as memory from './openhost_memory.js';
import * as broker from './punch.js';
import * as token from './punch_token.js';
import * as tunnel from './tunnel.js';

interface Measured {
  readonly what: string;
  readonly ratio: number;
  readonly target?: number;
}

interface Bench {
  readonly name: string;
  readonly run: () => Promise<readonly Measured[]>;
}

const all: readonly Bench[] = [token, broker, engine, adapter, crypto, frames, live, memory, tunnel].flatMap(
  ({ benches }) => benches,
);

const [wanted = ''] = process.argv.slice(2);
const chosen = all.filter(({ name }) => name.startsWith(wanted));
if (chosen.length === 0) {
  console.error(`no bench begins with "${wanted}"; there are ${all.map(({ name }) => name).join(', ')}`);
  process.exitCode = 2;
}
for (const { name, run } of chosen) {
  console.log(name);
  for (const { what, ratio, target } of await run()) {
    const missed = target !== undefined && ratio < target;
    if (missed) process.exitCode = 1;
    const wish =
      target === undefined ? '' : `  (wanted ${Number(target.toFixed(2))}${missed ? ', MISSED' : ''})`;
    console.log(`  ${ratio.toFixed(2).padStart(8)}${wish}  ${what}`);
  }
}
