import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ConfigRefused } from '../../../reference/openhost/peers/daemon/options.js';
import { DAEMON_RULES, type DaemonRules } from '../../../reference/openhost/peers/daemon/rules.js';
import { createIdentity } from '../../../reference/openhost/peers/identity.js';
import { startRelay } from '../../../reference/openhost/peers/relay/server.js';
import { Miscalled } from '../../options.js';
import { configuration } from '../configuration.js';
import { startConfigured } from './configured_daemon.js';

const key = createIdentity().name;
const log = () => {};

/** A daemon with files of its own. */
function configured(relay = 'http://127.0.0.1:9', change = (text: string) => text) {
  const dir = mkdtempSync(join(tmpdir(), 'conform-configured-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const config = join(dir, 'daemon.toml');
  const settings = { relay, service: 'http://127.0.0.1:9', settings: {} };
  writeFileSync(config, change(configuration({ dir, ...settings })));
  return (words: readonly string[], rules?: DaemonRules) =>
    startConfigured({ config, words, log, ...(rules ? { rules } : {}) });
}

it('shows its identity, the same at each call, and ends', async () => {
  const call = configured();
  const [one, again] = [await call(['identity', 'show']), await call(['identity', 'show'])];
  expect(one).toMatchObject({ lines: [expect.stringMatching(/^oh:\/\/[a-z1-9]{52}\/$/)], over: true });
  expect(again.lines).toEqual(one.lines);
});

it('pairs a client once, and removes only one that is paired', async () => {
  const call = configured();
  expect(await call(['pair', 'add', key])).toMatchObject({ over: true });
  await expect(call(['pair', 'add', key])).rejects.toThrow(/paired already/);
  await call(['pair', 'remove', key]);
  await expect(call(['pair', 'remove', key])).rejects.toThrow(/is not paired/);
});

it.each([
  [['pair', 'add']],
  [['pair', 'add', key, 'more']],
  [['pair', 'drop', key]],
  [['identity', 'show', 'more']],
  [['run', 'more']],
  [['run', 'run']],
  [['']],
])('rejects the words %j before it reads the file', async (words) => {
  const starting = startConfigured({ config: '/no/such/daemon.toml', words, log });
  await expect(starting).rejects.toThrow(Miscalled);
  await expect(starting).rejects.toThrow(`unknown action "${words.join(' ')}"`);
});

it('needs a relay only when it runs', async () => {
  const call = configured('', (text) => text.replace(/relays = .*/, ''));
  expect(await call(['identity', 'show'])).toMatchObject({ over: true });
  for (const words of [[], ['run']]) await expect(call(words)).rejects.toThrow(ConfigRefused);
  await expect(call([])).rejects.toThrow('add relays = ["https://..."] to [pkarr]');
});

it('runs by the given rules, under the identity that it shows, and publishes', async () => {
  const relay = await startRelay();
  onTestFinished(() => relay.close());
  const call = configured(relay.url);
  const { lines } = await call(['identity', 'show']);
  const records: bigint[] = [];
  const daemon = await call(['run'], {
    ...DAEMON_RULES,
    hostRecord(facts, ts) {
      records.push(ts);
      return DAEMON_RULES.hostRecord(facts, ts);
    },
  });
  expect(daemon.lines).toEqual(lines);
  expect(daemon.over).toBeUndefined();
  expect(records.length).toBeGreaterThan(0);
  await daemon.close();
  expect(relay.store.get(lines[0]?.slice('oh://'.length, -1) ?? '')).toBeDefined();
});
