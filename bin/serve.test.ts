import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { inPackage } from '../package.js';

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

it('says where the authority is that nobody named a place for', async () => {
  const { child, next, stop } = await serve('punch', '--port', '0', '--tls');
  const told = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  const [, file = ''] = /trust is in (.+)$/.exec(String((await told.next()).value)) ?? [];
  const asked = request(`${await next()}/api/health`, { ca: readFileSync(file), agent: false }).end();
  const [answer] = await once(asked, 'response');
  expect(answer.statusCode).toBe(200);
  answer.resume();
  await stop();
});

it('makes no session of a name that is none, and starts nothing', async () => {
  const { child } = await serve('punch', '--port', '0', '--session', 'bad/name');
  const told = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  expect((await told.next()).value).toContain('--session wants a name');
  expect(child.exitCode ?? (await once(child, 'close'))[0]).toBe(2);
});

it('knows no other peers', async () => {
  const { child } = await serve('punsch');
  expect((await once(child, 'close'))[0]).toBe(2);
});

it.each([['--help'], ['in', '--help'], ['out', '-h']])(
  'tells what the tunnel takes, for %s %s',
  async (...words) => {
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
  },
);
