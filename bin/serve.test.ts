import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { conform } from './testing/conform.js';

async function serve(...args: string[]) {
  const child = spawn(process.execPath, [inPackage('dist', 'bin', 'conform.js'), 'serve', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  const stop = async (): Promise<unknown> => {
    child.kill('SIGINT');
    return (await once(child, 'close'))[0];
  };
  return { child, next, stop };
}

it('serves a broker until it is interrupted, and shows tokens only when asked to', async () => {
  const { next, stop } = await serve('punch', '--port', '0', '--session', 'demo');
  const url = await next();
  const [admin, peer] = [await next(), await next()];
  const answer = await fetch(`${url}/api/session/demo`, { headers: { Authorization: `Bearer ${admin}` } });
  expect(answer.status).toBe(200);
  expect(peer).toMatch(/^p_/);
  expect(await stop()).toBe(0);
});

it('serves TLS under an authority that it writes down', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'conform-')), 'ca.pem');
  const { next, stop } = await serve('punch', '--port', '0', '--tls', '--ca-file', file);
  const asked = request(`${await next()}/api/health`, { ca: readFileSync(file), agent: false }).end();
  const [answer] = await once(asked, 'response');
  expect(answer.statusCode).toBe(200);
  answer.resume();
  expect(await stop()).toBe(0);
});

it('prints the path of the authority without --ca-file', async () => {
  const { child, next, stop } = await serve('punch', '--port', '0', '--tls');
  const told = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  const [, file = ''] = /authority in (.+)$/.exec(String((await told.next()).value)) ?? [];
  const asked = request(`${await next()}/api/health`, { ca: readFileSync(file), agent: false }).end();
  const [answer] = await once(asked, 'response');
  expect(answer.statusCode).toBe(200);
  answer.resume();
  await stop();
});

it('starts an openhost relay that lies on demand, and a daemon that publishes to it', async () => {
  const relay = await serve('openhost', 'relay', '--port', '0', '--fault', 'forgets');
  const at = await relay.next();
  const daemon = await serve('openhost', 'daemon', '--relay', at);
  const url = await daemon.next();
  expect(url).toMatch(/^oh:\/\/[a-z0-9]{52}\/$/);
  const answer = await fetch(`${at}/${url.slice(5, 57)}`);
  expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 0]);
  expect(await Promise.all([relay.stop(), daemon.stop()])).toEqual([0, 0]);
});

it.each([
  [['punsch'], /unknown peer "punsch"/],
  [['punch', '--port', '0', '--session', 'bad/name'], /--session must be a name/],
  [['openhost', 'relay', '--fault', 'nonsense'], /unknown fault "nonsense"/],
  [['openhost', 'daemon', '--relay', 'nonsense'], /nonsense is not the URL of a relay/],
  [
    ['openhost', 'daemon', '--relay', 'http://127.0.0.1:9', '--forward', '127.0.0.1:3000'],
    /the target of forward must be http:/,
  ],
  [['openhost', 'client', 'oh://short/', '--relay', 'http://127.0.0.1:9'], /52 characters/],
])('rejects %j, and starts nothing', async (words, why) => {
  const { status, stdout, stderr } = await conform(['serve', ...words]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(why);
});

it.each([['--help'], ['in', '-h']])('tells what the tunnel takes, for %s %s', async (...words) => {
  const child = spawn(process.execPath, [
    inPackage('dist', 'bin', 'conform.js'),
    'serve',
    'tunnel',
    ...words,
  ]);
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString('utf8');
  });
  expect((await once(child, 'close'))[0]).toBe(0);
  expect(shown).toContain('conform serve tunnel in KEY -:22');
});
