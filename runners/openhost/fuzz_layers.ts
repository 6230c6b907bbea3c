/** Edits inside of layers: signs a changed record or message again, and compresses a changed body again. */
import { base64url } from '../../reference/bytes/base64url.js';
import { hex } from '../../reference/bytes/hex.js';
import { concat } from '../../reference/bytes/writer.js';
import { publicKeyOf, sign } from '../../reference/crypto/ed25519.js';
import { unwrap, wrap } from '../../reference/openhost/compression.js';
import { signDns } from '../../reference/openhost/packet.js';
import type { Json, JsonObject } from '../../reference/structure.js';
import type { Layered } from '../fuzz/grammar.js';

const SIGNATURE = 64;
const BEFORE_DNS = SIGNATURE + 8;

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** The first key of RFC 8032, section 7.1, with which the vectors are signed. */
const seed = hex.decode('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const publicKey = publicKeyOf(seed);
const signer = { publicKey, sign: (message: Uint8Array) => sign(seed, message) };
const isOurs = (given: JsonObject): boolean => given['public_key'] === hex.encode(publicKey);

const record: Layered = {
  structure: 'openhost/record',
  op: 'verify',
  open: (given, input) =>
    isOurs(given) ? hex.encode(base64url.decode(text(input)).subarray(SIGNATURE)) : undefined,
  close(_given, inner) {
    const bytes = hex.decode(text(inner));
    return base64url.encode(concat(signer.sign(bytes), bytes));
  },
};

const packet: Layered = {
  structure: 'openhost/packet',
  op: 'resolve',
  open(given, input) {
    const bytes = hex.decode(text(input));
    if (!isOurs(given) || bytes.length < BEFORE_DNS) return undefined;
    return {
      seq: hex.encode(bytes.subarray(SIGNATURE, BEFORE_DNS)),
      dns: hex.encode(bytes.subarray(BEFORE_DNS)),
    };
  },
  close(_given, inner) {
    const { seq, dns } = inner as JsonObject;
    const number = BigInt.asUintN(64, BigInt(`0x0${text(seq)}`));
    return hex.encode(signDns(signer, number, hex.decode(text(dns))));
  },
};

const bodies: readonly Layered[] = ['offer', 'answer'].map((kind) => ({
  structure: `openhost/${kind}`,
  op: 'unwrap',
  open: (_given, input) => hex.encode(unwrap(hex.decode(text(input)))),
  close: (_given, inner) => hex.encode(wrap(hex.decode(text(inner)))),
}));

export const layered: readonly Layered[] = [record, packet, ...bodies];
