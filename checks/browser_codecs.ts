/** Runs every vector in a page and in a worker of Chromium, and checks the size of each bundled codec. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { structures } from '../reference/structures.js';
import { sizeOf, vectorScript } from './browser/bundled.js';
import { findChromium, open } from './browser/chromium.js';
import { openTally } from './tally.js';

interface Asked {
  readonly asked: number;
  readonly wrong: readonly string[];
}

/** The most bytes of one codec, minified. */
const LIMIT = 30_000;

const tally = openTally();

for (const name of structures.keys()) {
  const size = await sizeOf(name);
  tally.tell(`${name}: ${size} bytes minified`, size <= LIMIT ? undefined : `at most ${LIMIT} are allowed`);
}

async function askInChromium(program: string): Promise<Readonly<Record<'page' | 'worker', Asked>>> {
  const script = await vectorScript();
  const server = createServer(({ url }, response) => {
    const isScript = url === '/codecs.js';
    response
      .writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' })
      .end(isScript ? script : '<!doctype html><title>codecs</title><script src="/codecs.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await open({ program });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const inPage = (await page.evaluate('askAll()')) as Asked;
    const inWorker = (await page.evaluate(`new Promise((resolve, reject) => {
      const worker = new Worker('/codecs.js');
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    })`)) as Asked;
    return { page: inPage, worker: inWorker };
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

const program = findChromium();
if (program === undefined) tally.skip('vectors in Chromium', 'there is no chromium');
else {
  for (const [where, { asked, wrong }] of Object.entries(await askInChromium(program))) {
    const shown = wrong.slice(0, 10).map((one) => `\n  ${one}`);
    const fault = wrong.length > 0 ? `${wrong.length} are wrong${shown.join('')}` : undefined;
    tally.tell(`${asked} vectors in a ${where}`, asked === 0 ? 'nothing was asked' : fault);
  }
}
process.exitCode = tally.end();
