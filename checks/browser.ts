/** A page in Chromium is the client, in mode CertFp: it fetches a page and 5 MiB through the reference daemon. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { inPackage } from '../package.js';
import { startDaemon } from '../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../reference/openhost/peers/identity.js';
import { startRelay } from '../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../reference/openhost/peers/substrate.js';
import { whichFile } from '../runners/tools.js';

interface Got {
  readonly status: number;
  readonly length: number;
  readonly sha256: string;
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--allow-loopback-in-peer-connection',
];

const bodies = new Map<string, Buffer>([
  ['/', Buffer.from('<!doctype html><title>openhost</title><p>hello')],
  ['/file', randomBytes(5 << 20)],
]);

async function fetchInChromium(executablePath: string): Promise<readonly Got[]> {
  const bundled = await build({
    entryPoints: [inPackage('checks', 'browser', 'page.mjs')],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  const upstream = createServer((request, response) => {
    const body = bodies.get(request.url ?? '');
    response.writeHead(body ? 200 : 404, { 'content-type': 'text/html' }).end(body);
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const relay = await startRelay();
  const client = createIdentity();
  const daemon = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates: [relaySubstrate(relay.url)],
    watch: [client.name],
    pollMs: 100,
    forward: { target: origin },
  });
  const browser = await chromium.launch({ executablePath, headless: true, args: flags });
  try {
    const page = await browser.newPage();
    await page.goto(`${origin}/`);
    await page.addScriptTag({ content: bundled.outputFiles[0]?.text ?? '' });
    const asked = {
      url: daemon.url,
      relay: relay.url,
      seed: Buffer.from(client.seed).toString('hex'),
      targets: [...bodies.keys()],
    };
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('the page was not done within 60 s')), 60_000).unref();
    });
    const got = page.evaluate(`fetchThrough(${JSON.stringify(asked)})`) as Promise<readonly Got[]>;
    return await Promise.race([got, late]);
  } finally {
    await browser.close();
    await daemon.close();
    await relay.close();
    upstream.closeAllConnections();
    upstream.close();
  }
}

const executable = whichFile('chromium');
if (executable === undefined) console.log('0 passed, 0 failed: skipped, there is no chromium');
else {
  let passed = 0;
  const got = await fetchInChromium(executable).catch((error: unknown) => {
    console.log(String(error));
    return [];
  });
  for (const [at, [target, body]] of [...bodies].entries()) {
    const one = got[at];
    const hash = createHash('sha256').update(body).digest('hex');
    const right = one?.status === 200 && one.length === body.length && one.sha256 === hash;
    if (right) passed += 1;
    console.log(`${right ? 'ok  ' : 'FAIL'} ${target} ${body.length} bytes ${JSON.stringify(one)}`);
  }
  console.log(`${passed} passed, ${bodies.size - passed} failed: bodies that a page in Chromium fetches`);
  process.exitCode = passed === bodies.size ? 0 : 1;
}
