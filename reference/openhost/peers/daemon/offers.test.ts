import { expect, it } from 'vitest';
import { base64url } from '../../../bytes/base64url.js';
import { rejectionOf } from '../../../bytes/error.js';
import type { Dialect } from '../../dialect.js';
import { offerName } from '../../labels.js';
import type { Packet, TextRecord } from '../../packet.js';
import { seal } from '../../sealed_box.js';
import { offerBlobOf } from '../blobs.js';
import { CLIENT_RULES } from '../client/rules.js';
import { createIdentity } from '../identity.js';
import { readOffer } from './offers.js';
import { DAEMON_RULES } from './rules.js';

const daemon = createIdentity(new Uint8Array(32).fill(1));
const client = createIdentity(new Uint8Array(32).fill(2));
const stranger = createIdentity(new Uint8Array(32).fill(3));
const fingerprint = new Uint8Array(32).fill(7);
const reach = { ufrag: 'abcd', pwd: 'x'.repeat(22), candidates: [{ address: '127.0.0.1', port: 5000 }] };
const bodyOf = (dialect: Dialect = 'spec', by = client.publicKey) =>
  CLIENT_RULES.encodeOffer(by, offerBlobOf(reach, { dialect, bindingMode: 'cert_fp', fingerprint }));
const wrapped = (body: Uint8Array) => CLIENT_RULES.compressOffer(body);
const sealed = (plaintext: Uint8Array, to = daemon.publicKey) =>
  base64url.encode(seal(to, plaintext, new Uint8Array(32).fill(9)));
const record = (value: string): TextRecord => ({ label: offerName(daemon.publicKey), ttl: 30, value });
const packet = (...records: readonly TextRecord[]): Packet => ({ seq: 1n, dns: new Uint8Array(0), records });
const read = (from: Packet, dialect: Dialect = 'spec') =>
  readOffer(from, client.publicKey, { identity: daemon, dialect, rules: DAEMON_RULES });

it('reads the offer of the client that signed the packet', () => {
  const offer = read(packet({ ...record('x'), label: '_other' }, record(sealed(wrapped(bodyOf())))));
  expect(offer).toMatchObject({ client: client.publicKey, fingerprint, bindingMode: 'cert_fp' });
  expect(offer?.sdp).toContain('a=ice-ufrag:abcd\r\n');
  expect(offer?.box).toEqual(base64url.decode(sealed(wrapped(bodyOf()))));
});

it('finds no offer where none is for this host', () => {
  expect(read(packet())).toBeUndefined();
  expect(read(packet({ ...record('x'), label: offerName(stranger.publicKey) }))).toBeUndefined();
});

const good = record(sealed(wrapped(bodyOf())));
it.each<[string, Packet, string]>([
  ['two offers', packet(good, good), 'offer/count'],
  ['a value that is no base64url', packet(record('*')), 'base64url/alphabet'],
  ['an empty value', packet(record('')), 'sealed-box/too-short'],
  [
    'a box for another host',
    packet(record(sealed(wrapped(bodyOf()), stranger.publicKey))),
    'sealed-box/forged',
  ],
  ['an unknown compression', packet(record(sealed(Uint8Array.of(9, 9)))), 'compression/tag'],
  ['a body that is cut', packet(record(sealed(wrapped(bodyOf().subarray(0, 60))))), 'offer_blob'],
  [
    'the key of another client inside',
    packet(record(sealed(wrapped(bodyOf('spec', stranger.publicKey))))),
    'offer/signer',
  ],
  ['the role actpass', packet(record(sealed(wrapped(bodyOf('deployed'))))), 'sdp/setup'],
])('rejects %s', (_what, from, code) => {
  const rejection = rejectionOf(() => read(from));
  expect(`${rejection?.message}`).toContain(code);
});

it('accepts actpass in the deployed dialect', () => {
  const from = packet(record(sealed(wrapped(bodyOf('deployed')))));
  expect(read(from, 'deployed')?.sdp).toContain('a=setup:actpass\r\n');
});
