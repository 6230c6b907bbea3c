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
  [{ role: 'relay', port: 99_999 }, /--port wants a whole number from 0 to 65535, not 99999/],
  [{ role: 'relay', port: Number.NaN }, /--port wants a whole number/],
  [{ what: 'punch', port: -1 }, /--port wants a whole number/],
  [{ what: 'punch', fault: 'forgets' }, /serve punch takes no --fault; it takes --port/],
  [{ what: 'punch', role: 'relay' }, /serve punch takes no "relay"/],
  [{ what: 'punch', 'ca-file': 'x' }, /--ca-file goes with --tls/],
  [{ what: 'punch', cert: 'x', key: 'x' }, /--cert goes with --tls/],
  [{ what: 'punch', tls: true, key: 'x' }, /--cert and --key go together/],
  [{ what: 'punch', tls: true, cert: text, key: text }, /--cert: .* is no certificate in PEM/],
  [{ what: 'punch', tls: true, cert: 'x', key: 'x', 'ca-file': 'x' }, /where no --cert is given/],
  [{ what: 'punch', tls: true, 'ca-file': join(dir, 'none', 'ca.pem') }, /--ca-file: ENOENT/],
  [{ role: 'relay', 'ca-file': 'x' }, /--ca-file goes with --tls/],
  [{ role: 'relay', tls: true, cert: 'x', key: 'x' }, /relay takes no --cert/],
  [{ role: 'relay', allow: [name] }, /relay takes no --allow; it takes --port, --host, --tls/],
  [{ role: 'relay', action: ['extra'] }, /relay takes no "extra"/],
  [{ role: 'relay', 'get-delay': -5 }, /--get-delay wants a whole number from 0 to 600000, not -5/],
  [{ role: 'relay', host: '203.0.113.77' }, /--host 203\.0\.113\.77: nobody can listen there/],
  [{ role: 'dht', forward: 'http://127.0.0.1:1' }, /dht takes no --forward/],
  [{ role: 'dht', host: '0.0.0.0' }, /dht takes no --host/],
  [{ role: 'dht', dht: ['nohost'] }, /--dht wants HOST:PORT, not "nohost"/],
  [{ role: 'daemon', relay, action: ['foo', 'bar'] }, /daemon takes no "foo bar"/],
  [{ role: 'daemon', relay, allow: ['NOTAKEY'] }, /--allow wants the 52 characters of a key/],
  [{ role: 'daemon', relay, forward: 'http://127.0.0.1:1', websocket: [''] }, /--websocket wants a path/],
  [{ role: 'daemon', relay, websocket: ['/live'] }, /--websocket goes with --forward/],
  [{ role: 'daemon', relay, ca: text }, /--ca: .* is no certificate in PEM/],
  [{ role: 'daemon', config: join(dir, 'nope') }, /--config .*nope: ENOENT/],
  [{ role: 'daemon', config: text }, /--config .*line 1 is neither a table nor a value/],
  [{ role: 'daemon', config }, /--config .*names no pkarr.relays/],
  [{ role: 'daemon', config, action: ['pair', 'add', 'NOTAKEY'] }, /NOTAKEY is no key of a client/],
  [
    { role: 'daemon', config, action: ['pair', 'add'] },
    /say run, identity show, pair add KEY or pair remove KEY/,
  ],
  [{ role: 'daemon', config, secret: 'x' }, /daemon --config takes no --secret/],
  [{ role: 'client', relay, action: [`oh://${name}/`], host: '0.0.0.0' }, /client takes no --host/],
  [{ role: 'client', relay, action: [`oh://${name}/`], url: `oh://${name}/` }, /either --url or oh:/],
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
    `--port ${port}, --host 127.0.0.1: nobody can listen there (EADDRINUSE)`,
  );
  taken.close();
});
