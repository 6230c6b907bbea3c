import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { publicKeyOf, sign } from '../crypto/ed25519.js';
import { asBigInt, asBytes, asObject } from '../given.js';
import type { Json, JsonObject, Structure } from '../structure.js';
import { asDialect } from './dialect.js';
import {
  encodeDns,
  HOST_LABEL,
  HOST_TTL,
  hostRecord,
  MAX_DNS,
  openPacket,
  signable,
  signDns,
} from './packet.js';
import { packetFields } from './packet_fields.js';
import { openRecord, signRecord } from './record.js';
import { asRecord, recordJson } from './record.structure.js';
import { isOfThatTime, sequenceOf } from './sequence.js';

function publish(given: JsonObject, input: Json): Json {
  const seed = asBytes(given['seed'], 'seed');
  const record = asRecord(asObject(input)['record'] ?? null);
  const signer = { publicKey: publicKeyOf(seed), sign: (message: Uint8Array) => sign(seed, message) };
  const dns = encodeDns(signer.publicKey, [
    { label: HOST_LABEL, ttl: HOST_TTL, value: signRecord(seed, record) },
  ]);
  if (dns.length > MAX_DNS) throw new DecodeError('packet/dns-length', MAX_DNS);
  return hex.encode(signDns(signer, sequenceOf(record.ts, asDialect(given)), dns));
}

/** How a client reads the packet of a relay. */
function resolve(given: JsonObject, input: Json): Json {
  const publicKey = asBytes(given['public_key'], 'public_key');
  const { seq, records } = openPacket(publicKey, asBytes(input));
  const found = hostRecord(records);
  const record = openRecord(found.value, { publicKey, now: asBigInt(given['now'], 'now') });
  if (!isOfThatTime(seq, record.ts, asDialect(given))) throw new DecodeError('packet/seq', 64);
  return { seq: String(seq), ttl: found.ttl, record: recordJson(record) };
}

export const packetStructure: Structure = {
  name: 'openhost/packet',
  operations: {
    signable: ({ seq }, input) => hex.encode(signable(asBigInt(seq, 'seq'), asBytes(input))),
    publish,
    resolve,
  },
  readBy: {
    publish: {
      op: 'resolve',
      given: (given) => ({ ...given, public_key: hex.encode(publicKeyOf(asBytes(given['seed'], 'seed'))) }),
    },
  },
  annotate: ({ public_key }, input) => (public_key === undefined ? [] : packetFields(asBytes(input))),
  /** The encoder chooses where to split a value, and whether to compress names (OPENHOST-G47). */
  reopen: {
    publish: (given, answer) => {
      const public_key = hex.encode(publicKeyOf(asBytes(given['seed'], 'seed')));
      return resolve({ ...given, public_key }, answer);
    },
  },
};
