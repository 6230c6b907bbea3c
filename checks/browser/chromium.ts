/** Headless Chromium with a temporary profile, showing a page that runs the openhost client. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import type { Dialect } from '../../reference/openhost/dialect.js';
import type { BindingMode } from '../../reference/openhost/offer_blob.js';
import { whichFile } from '../../runners/tools.js';
import { pageScript } from './page_script.js';

/** What the page must fetch. */
export interface Asked {
  readonly url: string;
  readonly relays: readonly string[];
  readonly dialect: Dialect;
  readonly bindingMode: BindingMode;
  /** The seed of the identity, in hex. The default is a fresh one. */
  readonly seed?: string;
  /** The default is the path of the URL. */
  readonly targets?: readonly string[];
}

/** The response for one target. */
export interface Got {
  readonly status: number;
  readonly length: number;
  readonly sha256: string;
  /** Empty if the body is long. */
  readonly text: string;
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

/** A program to start, or the endpoint of one that `serveChromium` has started. */
export type Chromium = { readonly program: string } | { readonly endpoint: string };

export const findChromium = (): string | undefined =>
  ['chromium', 'chromium-browser', 'google-chrome'].map(whichFile).find((file) => file !== undefined);

const started = (executablePath: string) => ({ executablePath, headless: true, args: flags });

/** One Chromium for many clients. Each client gets its own profile. */
export async function serveChromium(
  program: string,
): Promise<{ readonly endpoint: string; close(): Promise<void> }> {
  const server = await chromium.launchServer({ ...started(program), host: '127.0.0.1' });
  return { endpoint: server.wsEndpoint(), close: () => server.close() };
}

export const open = (where: Chromium): Promise<Browser> =>
  'endpoint' in where ? chromium.connect(where.endpoint) : chromium.launch(started(where.program));

export async function fetchInChromium(
  where: Chromium,
  asked: Asked,
  patienceMs: number,
): Promise<readonly Got[]> {
  const code = await pageScript();
  // Chromium allows requests to loopback relays only for pages from a loopback address.
  const server = createServer((_, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end('<!doctype html><title>openhost');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await open(where);
  let late: NodeJS.Timeout | undefined;
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content: code });
    const got = page.evaluate(`fetchThrough(${JSON.stringify(asked)})`) as Promise<readonly Got[]>;
    const over = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new Error('the page was not done in time')), patienceMs);
    });
    return await Promise.race([got, over]);
  } finally {
    clearTimeout(late);
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
