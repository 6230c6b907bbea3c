/** Runs every vector in a page and in a worker of Chromium, and checks the size of each bundled codec. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { structures } from '../reference/structures.js';
import { sizeOf, vectorScript } from './browser/bundled.js';
import { findChromium, open } from './browser/chromium.js';

interface Asked {
  readonly asked: number;
  readonly wrong: readonly string[];
}

/** The most bytes of one codec, minified. */
const LIMIT = 30_000;

let passed = 0;
let failed = 0;
const tell = (ok: boolean, what: string): void => {
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}`);
};

for (const name of structures.keys()) {
  const size = await sizeOf(name);
  tell(size <= LIMIT, `${name}: ${size} bytes minified, of at most ${LIMIT}`);
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
if (program === undefined) console.log('there is no chromium: the codecs were only bundled');
else {
  for (const [where, { asked, wrong }] of Object.entries(await askInChromium(program))) {
    tell(asked > 0 && wrong.length === 0, `${asked} vectors in a ${where}, ${wrong.length} of them wrong`);
    for (const one of wrong.slice(0, 10)) console.log(`  ${one}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
