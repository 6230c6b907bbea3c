import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startService } from './service.js';

it('survives a daemon that closes in the middle of a request, and does not count that request', async () => {
  const service = await startService();
  try {
    const mark = service.mark();
    const { hostname, port } = new URL(service.target);
    const daemon = connect(Number(port), hostname);
    daemon.end(`POST /${mark} HTTP/1.1\r\nHost: ${service.authority}\r\nContent-Length: 10\r\n\r\nhalf`);
    await once(daemon.resume(), 'close');
    const response = await fetch(`${service.target}/${mark}/next`);
    expect(response.status).toBe(200);
    expect(service.seen(mark).map(({ url }) => url)).toEqual([`/${mark}/next`]);
  } finally {
    await service.close();
  }
});

it('disconnects a daemon that never ends a request', async () => {
  const service = await startService();
  try {
    const mark = service.mark();
    const { hostname, port } = new URL(service.target);
    const daemon = connect(Number(port), hostname);
    daemon.on('error', () => {});
    daemon.write(`POST /${mark} HTTP/1.1\r\nHost: ${service.authority}\r\nContent-Length: 999999999\r\n\r\n`);
    const part = Buffer.alloc(1 << 20);
    const pour = () => void (daemon.writable && daemon.write(part, pour));
    pour();
    await new Promise((resolve) => daemon.resume().once('close', resolve));
    expect(daemon.bytesWritten).toBeLessThan(64 << 20);
    expect(service.seen(mark)).toEqual([]);
  } finally {
    await service.close();
  }
});
