/** The client is a page in Chromium, in mode CertFp. It fetches a page and 5 MiB through the reference daemon. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startDaemon } from '../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../reference/openhost/peers/identity.js';
import { startRelay } from '../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../reference/openhost/peers/substrate.js';
import { fetchInChromium, findChromium, type Got } from './browser/chromium.js';

const bodies = new Map<string, Buffer>([
  ['/', Buffer.from('<!doctype html><title>openhost</title><p>hello')],
  ['/file', randomBytes(5 << 20)],
]);

async function fetchAll(program: string): Promise<readonly Got[]> {
  const upstream = createServer((request, response) => {
    const body = bodies.get(request.url ?? '');
    response.writeHead(body ? 200 : 404, { 'content-type': 'text/html' }).end(body);
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const relay = await startRelay();
  const client = createIdentity();
  const daemon = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates: [relaySubstrate(relay.url)],
    watch: [client.name],
    pollMs: 100,
    forward: { target: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` },
  });
  try {
    const asked = {
      url: daemon.url,
      relays: [relay.url],
      dialect: 'spec',
      bindingMode: 'cert_fp',
      seed: Buffer.from(client.seed).toString('hex'),
      targets: [...bodies.keys()],
    } as const;
    return await fetchInChromium({ program }, asked, 60_000);
  } finally {
    await daemon.close();
    await relay.close();
    upstream.closeAllConnections();
    upstream.close();
  }
}

const program = findChromium();
if (program === undefined) console.log('skipped: there is no chromium');
else {
  let passed = 0;
  const got = await fetchAll(program).catch((error: unknown) => {
    console.log(String(error));
    return [];
  });
  for (const [at, [target, body]] of [...bodies].entries()) {
    const one = got[at];
    const hash = createHash('sha256').update(body).digest('hex');
    const right = one?.status === 200 && one.length === body.length && one.sha256 === hash;
    if (right) passed += 1;
    console.log(`${right ? 'ok  ' : 'FAIL'} ${target} ${body.length} bytes, ${one?.status} ${one?.length}`);
  }
  console.log(`${passed} passed, ${bodies.size - passed} failed: bodies that a page in Chromium fetches`);
  process.exitCode = passed === bodies.size ? 0 : 1;
}
