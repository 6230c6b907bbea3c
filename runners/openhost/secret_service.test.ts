import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startSecretService } from './secret_service.js';

it('answers every request with its own secret, which no other service has', async () => {
  const [one, other] = [await startSecretService(), await startSecretService()];
  try {
    const get = await fetch(`${one.target}/hello`);
    const post = await fetch(`${one.target}/any/path?x`, { method: 'POST', body: 'x'.repeat(100_000) });
    expect([get.status, await get.text()]).toEqual([200, one.secret]);
    expect(await post.text()).toBe(one.secret);
    expect(one.secret).not.toBe(other.secret);
  } finally {
    await Promise.all([one.close(), other.close()]);
  }
});

it('closes although a daemon holds a connection that it does not use', async () => {
  const service = await startSecretService();
  const { port } = new URL(service.target);
  const daemon = connect(Number(port), '127.0.0.1');
  daemon.on('error', () => {});
  await once(daemon, 'connect');
  daemon.write('GET /half HTTP/1.1\r\nHost:');
  const gone = new Promise((resolve) => daemon.resume().once('close', resolve));
  await service.close();
  await gone;
});
