import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createIdentity } from '../reference/openhost/peers/identity.js';
import { UsageError } from './command.js';
import { type Given, run } from './serve.js';

const { name } = createIdentity();
const dir = mkdtempSync(join(tmpdir(), 'conform-'));
afterAll(() => rmSync(dir, { recursive: true }));
const text = join(dir, 'text');
writeFileSync(text, 'no certificate');
const config = join(dir, 'daemon.toml');
writeFileSync(
  config,
  `[identity]\nstore = { path = ${JSON.stringify(join(dir, 'id.key'))} }\n[pairing]\ndb_path = ${JSON.stringify(join(dir, 'allow.toml'))}\n`,
);
const relay = ['http://127.0.0.1:9'];

it.each<[Partial<Given>, RegExp]>([
  [{ role: 'relay', port: 99_999 }, /--port must be a whole number from 0 to 65535, received 99999/],
  [{ role: 'relay', port: Number.NaN }, /--port must be a whole number/],
  [{ what: 'punch', port: -1 }, /--port must be a whole number/],
  [{ what: 'punch', fault: 'forgets' }, /serve punch does not take --fault; it takes --port/],
  [{ what: 'punch', role: 'relay' }, /serve punch does not take "relay"/],
  [{ what: 'punch', 'ca-file': 'x' }, /--ca-file has no effect without --tls/],
  [{ what: 'punch', cert: 'x', key: 'x' }, /--cert has no effect without --tls/],
  [{ what: 'punch', tls: true, key: 'x' }, /--cert and --key go together/],
  [{ what: 'punch', tls: true, cert: text, key: text }, /--cert: .* is not a certificate in PEM/],
  [{ what: 'punch', tls: true, cert: 'x', key: 'x', 'ca-file': 'x' }, /an authority that --cert replaces/],
  [{ what: 'punch', tls: true, 'ca-file': join(dir, 'none', 'ca.pem') }, /--ca-file: ENOENT/],
  [{ role: 'relay', 'ca-file': 'x' }, /--ca-file has no effect without --tls/],
  [{ role: 'relay', tls: true, cert: 'x', key: 'x' }, /relay does not take --cert/],
  [{ role: 'relay', allow: [name] }, /relay does not take --allow; it takes --port, --host, --tls/],
  [{ role: 'relay', action: ['extra'] }, /relay does not take "extra"/],
  [{ role: 'relay', 'get-delay': -5 }, /--get-delay must be a whole number from 0 to 600000, received -5/],
  [{ role: 'relay', host: '203.0.113.77' }, /--host 203\.0\.113\.77: cannot listen there/],
  [{ role: 'dht', forward: 'http://127.0.0.1:1' }, /dht does not take --forward/],
  [{ role: 'dht', host: '0.0.0.0' }, /dht does not take --host/],
  [{ role: 'dht', dht: ['nohost'] }, /--dht must be HOST:PORT, received "nohost"/],
  [{ role: 'daemon', relay, action: ['foo', 'bar'] }, /daemon does not take "foo bar"/],
  [{ role: 'daemon', relay, allow: ['NOTAKEY'] }, /--allow must be the 52 characters of a key/],
  [{ role: 'daemon', relay, forward: 'http://127.0.0.1:1', websocket: [''] }, /--websocket must be a path/],
  [{ role: 'daemon', relay, websocket: ['/live'] }, /--websocket has no effect without --forward/],
  [{ role: 'daemon', relay, ca: text }, /--ca: .* is not a certificate in PEM/],
  [{ role: 'daemon', config: join(dir, 'nope') }, /--config .*nope: ENOENT/],
  [{ role: 'daemon', config: text }, /--config .*line 1 is neither a table nor a value/],
  [{ role: 'daemon', config }, /--config .*names no pkarr.relays/],
  [{ role: 'daemon', config, action: ['pair', 'add', 'NOTAKEY'] }, /NOTAKEY is not the key of a client/],
  [
    { role: 'daemon', config, action: ['pair', 'add'] },
    /unknown action "pair add"; known: run, identity show, pair add KEY, pair remove KEY/,
  ],
  [{ role: 'daemon', config, secret: 'x' }, /daemon --config does not take --secret/],
  [{ role: 'client', relay, action: [`oh://${name}/`], host: '0.0.0.0' }, /client does not take --host/],
  [
    { role: 'client', relay, action: [`oh://${name}/`], url: `oh://${name}/` },
    /--url and oh:.* both name a host/,
  ],
])('refuses %j', async (given, why) => {
  const refused = await run({ ...given, what: given.what ?? 'openhost' }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UsageError);
  expect(String(refused)).toMatch(why);
});

it.each([
  { what: 'punch' },
  { what: 'openhost', role: 'relay' },
  { what: 'openhost', role: 'client', relay, action: [`oh://${name}/`] },
])('names the option whose port somebody else has, %j', async (given) => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(run({ ...given, port })).rejects.toThrow(
    `--port ${port}, --host 127.0.0.1: cannot listen there (EADDRINUSE): choose another port or address`,
  );
  taken.close();
});
