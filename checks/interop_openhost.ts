/** Reference openhost peers against a peer in Rust on webrtc-rs and pkarr, the stack of the known daemon, in both roles. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../package.js';
import { startRelay } from '../reference/openhost/peers/relay/server.js';
import { quoteWord } from '../runners/exec/words.js';
import { whichFile } from '../runners/tools.js';
import { type Lab, type Pair, pairs } from './interop/openhost_pairs.js';
import { builtPeer } from './interop/rust.js';

const longestPair = 60_000;
const longestSuite = 5 * 60_000;
const atOnce = 3;

async function inLab(program: string, use: (lab: (at: number) => Lab) => Promise<void>): Promise<void> {
  const echo = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    request.pipe(response);
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const relays = [await startRelay(), await startRelay({ tls: true })];
  const folder = mkdtempSync(join(tmpdir(), 'conform-interop-'));
  const authority = join(folder, 'ca.pem');
  writeFileSync(authority, relays[1]?.ca ?? '');
  try {
    await use((at) => {
      const relay = relays[at % relays.length];
      if (relay === undefined) throw new Error('no relay');
      return { program, relay, authority, echo: `http://127.0.0.1:${(echo.address() as AddressInfo).port}` };
    });
  } finally {
    for (const relay of relays) await relay.close();
    echo.closeAllConnections();
    echo.close();
    rmSync(folder, { recursive: true });
  }
}

/** Runs a pair. Returns what went wrong; undefined if nothing did. */
async function failureOf(pair: Pair, lab: Lab): Promise<string | undefined> {
  const closers: (() => unknown)[] = [];
  const late = AbortSignal.timeout(longestPair);
  const over = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(new Error(`not done within ${longestPair} ms`)), {
      once: true,
    });
  });
  try {
    await Promise.race([pair.run(lab, closers), over]);
    return undefined;
  } catch (error) {
    return String(error);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** It binds in mode CertFp like browsers, so the cases for browsers run, too. */
function clientSuite(program: string): boolean {
  const how = 'client --dialect deployed --patience 8 --relay {relay} --relay {relay2} --url {url}';
  const target = `openhost-client:${quoteWord(program)} ${how}`;
  const words = [inPackage('dist', 'bin', 'conform.js'), 'run', '--quiet', '--browser', '--target', target];
  const { status } = spawnSync(process.execPath, words, { stdio: 'inherit', timeout: longestSuite });
  return status === 0;
}

if (whichFile('cargo') === undefined) console.log('skipped: no cargo');
else {
  const began = Date.now();
  const program = builtPeer('openhost-rs', 'openhost-interop');
  console.log(`built within ${Math.round((Date.now() - began) / 1000)} s`);
  let failed = 0;
  await inLab(program, async (lab) => {
    const left = pairs.entries();
    const work = async () => {
      for (const [at, pair] of left) {
        const start = Date.now();
        const failure = await failureOf(pair, lab(at >> 1));
        if (failure !== undefined) failed += 1;
        const took = ((Date.now() - start) / 1000).toFixed(1);
        console.log(
          `${failure === undefined ? 'ok  ' : 'FAIL'} ${took} s ${pair.name}${failure ? `: ${failure}` : ''}`,
        );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  });
  const suite = clientSuite(program);
  if (!suite) failed += 1;
  console.log(`${suite ? 'ok  ' : 'FAIL'} the suite of clients is put to theirs`);
  console.log(`${pairs.length + 1 - failed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
