import { hex } from '../bytes/hex.js';
import { publicKeyOf } from '../crypto/ed25519.js';
import { asBigInt, asBytes, asInteger, asObject, asText } from '../given.js';
import type { Json, JsonObject, Structure } from '../structure.js';
import { traced } from '../traced.js';
import { canonical, type HostRecord, openRecord, signRecord } from './record.js';

export const recordJson = ({ version, ts, dtlsFp, roles, salt, disc, turn }: HostRecord): JsonObject => ({
  version,
  ts: String(ts),
  dtls_fp: hex.encode(dtlsFp),
  roles,
  salt: hex.encode(salt),
  disc,
  ...(turn ? { turn_ip: hex.encode(turn.ip), turn_port: turn.port } : {}),
});

export function asRecord(value: Json): HostRecord {
  const { version, ts, dtls_fp, roles, salt, disc, turn_ip, turn_port } = asObject(value);
  const turn =
    turn_ip === undefined
      ? {}
      : { turn: { ip: asBytes(turn_ip, 'turn_ip'), port: asInteger(turn_port, 'turn_port') } };
  return {
    version: asInteger(version, 'version') as HostRecord['version'],
    ts: asBigInt(ts, 'ts'),
    dtlsFp: asBytes(dtls_fp, 'dtls_fp'),
    roles: asText(roles, 'roles'),
    salt: asBytes(salt, 'salt'),
    disc: asText(disc, 'disc'),
    ...turn,
  };
}

export const recordStructure: Structure = {
  name: 'openhost/record',
  operations: {
    encode: (_given, input) => hex.encode(canonical.encode(asRecord(input))),
    decode: (_given, input) => recordJson(canonical.decode(asBytes(input))),
    sign: ({ seed }, input) => signRecord(asBytes(seed, 'seed'), asRecord(input)),
    verify: ({ public_key, now }, input) =>
      recordJson(
        openRecord(asText(input), {
          publicKey: asBytes(public_key, 'public_key'),
          now: asBigInt(now, 'now'),
        }),
      ),
  },
  readBy: {
    encode: { op: 'decode' },
    sign: {
      op: 'verify',
      given: ({ seed }, input) => ({
        public_key: hex.encode(publicKeyOf(asBytes(seed, 'seed'))),
        now: String(asRecord(input).ts),
      }),
    },
  },
  annotate(_given, input) {
    if (typeof input !== 'string' || !/^[0-9a-f]*$/.test(input)) return [];
    return traced((trace) => canonical.decode(asBytes(input), trace));
  },
};
