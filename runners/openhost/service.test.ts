import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startService } from './service.js';

it('outlives a daemon that breaks off amid a request, and does not count that request', async () => {
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
