import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { Unreachable } from '../../suites/case.js';
import { clientCases } from '../../suites/openhost/clients.js';
import { leftOf, pidsIn } from '../exec/testing/processes.js';
import { Miscalled } from '../options.js';
import { openTarget } from '../targets.js';
import { tryCase, tryCases } from '../try_cases.js';
import { type CommandOptions, commandFetch } from './command_client.js';

const named = (id: string) => {
  const found = clientCases.find((one) => one.id === id);
  if (!found) throw new Error(`no case ${id}`);
  return found;
};
let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each(['openhost/1/client-url-short', 'openhost/2/client-stale-record', 'openhost/3/client-served'])(
  'blocks %s when the command cannot be started',
  async (id) => {
    const target = await openTarget('openhost-client:/nonexistent {url}');
    expect(await tryCase(named(id), target)).toMatchObject({
      verdict: 'blocked',
      reason: expect.stringContaining('/nonexistent cannot be started: there is no such program'),
    });
    await target.close();
  },
);

it.each([
  ['openhost-client:', /empty: write openhost-client:PROGRAM/],
  ['openhost-client:sleep 100', /no \{url\}/],
])('%s is a wrong call', async (text, why) => {
  const opening = openTarget(text);
  await expect(opening).rejects.toThrow(Miscalled);
  await expect(opening).rejects.toThrow(why);
});

const saysNo = `openhost-client:sh -c 'echo "relay of no use" >&2; exit 1' {url}`;

it('shows the output of a client that fetched nothing', async () => {
  const target = await openTarget(saysNo);
  const { verdict, failed } = await tryCase(named('openhost/3/client-served'), target);
  expect([verdict, failed]).toEqual([
    'fail',
    [expect.objectContaining({ expected: expect.any(String), observed: 'relay of no use\n' })],
  ]);
  await target.close();
});

it.each([
  ['openhost/1/client-url-short', 'its control openhost/3/client-served failed'],
  ['openhost/2/client-stale-record', 'received one that did nothing and showed: relay of no use'],
])('blocks %s when the client rejects everything', async (id, reason) => {
  const target = await openTarget(saysNo);
  const outcomes = await tryCases([named(id)], target, 1, clientCases);
  expect(outcomes).toMatchObject([{ id, verdict: 'blocked', reason: expect.stringContaining(reason) }]);
  await target.close();
});

it('replaces {url}, {relay}, {relay2} and {ca}', async () => {
  const target = await openTarget('openhost-client:echo {url} {relay} {relay2} {ca}');
  const { failed } = await tryCase(named('openhost/3/client-served'), target);
  const relay = /https:\/\/127\.0\.0\.1:\d+/.source;
  expect(failed[0]?.observed).toMatch(
    new RegExp(`^oh://[a-z1-9]{52}/hello (${relay}) (?!\\1 )${relay} /\\S+\\.pem\\n$`),
  );
  await target.close();
});

it.skipIf(process.platform !== 'linux')(
  'a client that hangs is gone with its children when the target is closed',
  async () => {
    folder = mkdtempSync(join(tmpdir(), 'conform-hanging-'));
    const pids = join(folder, 'pids');
    const target = await openTarget(`openhost-client:sh -c 'sleep 60 & echo $! >> ${pids}; wait' {url}`);
    const asking = tryCase(named('openhost/3/client-served'), target);
    await expect.poll(() => existsSync(pids), { timeout: 5000 }).toBe(true);
    await target.close();
    expect(pidsIn(pids).length).toBeGreaterThan(0);
    expect(await leftOf(pidsIn(pids))).toEqual([]);
    await asking;
  },
);

/** What a client with this script has fetched. `{url}` is its first word. */
function fetched(script: string, url = 'oh://x/', options: Partial<CommandOptions> = {}, signal = still) {
  const { fetch, close } = commandFetch(`sh -c '${script}' sh {url}`, options);
  onTestFinished(close);
  return fetch(url, [], { signal });
}
const still = new AbortController().signal;

it.each([
  ['exits', 'echo HTTP/1.1 404 gone; exit 7', { shown: 'HTTP/1.1 404 gone\n', status: 404, ended: 7 }],
  [
    'shows no status',
    'echo 099 600 4045 x200 >&2',
    { shown: '099 600 4045 x200\n', status: 'none', ended: 0 },
  ],
  ['is killed', 'kill -9 $$', { shown: '', status: 'none', ended: 'signal' }],
])('tells the status, the output and the end of a client that %s', async (_what, script, told) => {
  expect(await fetched(script)).toEqual(told);
});

it('stops a client that is late, and one whose meeting ends', async () => {
  expect(await fetched('exec sleep 60', undefined, { patience: 1 })).toMatchObject({ ended: 'late' });
  const over = new AbortController();
  const fetching = fetched('exec sleep 60', undefined, {}, over.signal);
  over.abort();
  expect(await fetching).toMatchObject({ ended: 'stopped' });
});

it('gives the URL as one word, whatever is in it, and only the variables of the operator', async () => {
  const url = 'oh://x/ $(exit 9); "\'`{ca}';
  const told = await fetched('echo "$#:$1:$TOKEN"', url, { env: { TOKEN: 'mine' } });
  expect(told).toMatchObject({
    shown: expect.stringMatching(/^1:oh:\/\/x\/ \$\(exit 9\); "'`.*:mine\n$/),
    ended: 0,
  });
});

it('says of a command that cannot be started that nobody can be reached', async () => {
  const { fetch, close } = commandFetch('/no/such/client {url}');
  await expect(fetch('oh://x/', [], { signal: still })).rejects.toThrow(Unreachable);
  await close();
});
