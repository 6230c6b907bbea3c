/**
 * The reference client as a command: `fetch_once.js --relay URL [--relay URL] oh://KEY/PATH`, with the authority in
 * SSL_CERT_FILE.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openConnection } from '../../reference/openhost/peers/client/connection.js';
import { DialFailed, dial, parseUrl } from '../../reference/openhost/peers/client/dial.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';

const dialect = 'deployed';

async function fetchOnce(url: string, relays: readonly string[]): Promise<string> {
  const authority = process.env['SSL_CERT_FILE'];
  const ca = authority === undefined ? undefined : readFileSync(authority, 'utf8');
  const dialled = await dial(url, {
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates: relays.map((relay) => relaySubstrate(relay, ca)),
    dialect,
    pollMs: 100,
  });
  try {
    const connection = openConnection(dialled.channel, { dialect });
    const { status, body } = await connection.request({ method: 'GET', target: parseUrl(url).path });
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(part);
    return `HTTP/1.1 ${status}\n\n${Buffer.concat(parts)}`;
  } finally {
    await dialled.close();
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { relay: { type: 'string', multiple: true, default: [] } },
});
try {
  console.log(await fetchOnce(positionals[0] ?? '', values.relay));
} catch (error) {
  if (!(error instanceof DialFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
