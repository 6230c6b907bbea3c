/** Runs in the page: dials an oh:// URL, sends requests, and reports the responses. */
import { hex } from '../../dist/reference/bytes/hex.js';
import { sha256 } from '../../dist/reference/crypto/hash.js';
import { openConnection } from '../../dist/reference/openhost/peers/client/connection.js';
import { dial } from './dial.mjs';

/** Of longer bodies, only the hash is reported. */
const mostShown = 1 << 16;
/** Time for our ERROR to reach the host, which then closes the channel. */
const lastWordMs = 1000;

async function all(body) {
  const parts = [];
  for await (const part of body) parts.push(part);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Fetches each target in turn, or the path of the URL without targets. */
globalThis.fetchThrough = async ({ targets, seed, ...asked }) => {
  const own = seed === undefined ? crypto.getRandomValues(new Uint8Array(32)) : hex.decode(seed);
  const { channel, path, close } = await dial({ ...asked, seed: own });
  try {
    const connection = openConnection(channel, { dialect: asked.dialect, headMs: 10_000 });
    const got = [];
    for (const target of targets ?? [path]) {
      const { status, body } = await connection.request({
        method: 'GET',
        target,
        headers: [['Host', 'openhost']],
      });
      const bytes = await all(body);
      got.push({
        status,
        length: bytes.length,
        sha256: hex.encode(sha256(bytes)),
        text: bytes.length > mostShown ? '' : new TextDecoder().decode(bytes),
      });
      if (status === 502)
        await Promise.race([channel.closed, new Promise((resolve) => setTimeout(resolve, lastWordMs))]);
    }
    return got;
  } finally {
    close();
  }
};
