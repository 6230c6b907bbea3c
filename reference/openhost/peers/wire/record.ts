/** Section 2: the record of a host. The layout is that of the public implementation (OPENHOST-G05). */

import { base64url } from '../../../bytes/base64url.js';
import { DecodeError } from '../../../bytes/error.js';
import { Reader } from '../../../bytes/reader.js';
import { utf8 } from '../../../bytes/text.js';
import { concat, Writer } from '../../../bytes/writer.js';
import type { TextRecord } from '../../packet.js';
import { type Identity, verifySignature } from './keys.js';

export interface HostRecord {
  readonly version: number;
  /** Seconds since 1970. */
  readonly ts: number;
  readonly dtlsFp: Uint8Array;
  readonly roles: string;
  readonly salt: Uint8Array;
  readonly disc: string;
  readonly turn?: { readonly ip: Uint8Array; readonly port: number };
}

export const FRESH_SECONDS = 7200;
export const HOST_LABEL = '_openhost';

export function encodeRecord(record: HostRecord): Uint8Array {
  const roles = utf8(record.roles);
  const disc = utf8(record.disc);
  const writer = new Writer()
    .u8(1)
    .put(utf8('openhost1'))
    .u8(record.version)
    .u64be(BigInt(record.ts))
    .put(record.dtlsFp)
    .u8(roles.length)
    .put(roles)
    .put(record.salt)
    .u16be(disc.length)
    .put(disc);
  if (record.turn) writer.put(record.turn.ip).u16be(record.turn.port);
  return writer.finish();
}

export function decodeRecord(bytes: Uint8Array): HostRecord {
  const reader = new Reader(bytes);
  if (reader.u8('encoding') !== 1) reader.refuse('record/encoding', 1);
  if (reader.utf8('separator', 9) !== 'openhost1') reader.refuse('record/separator', 9);
  const version = reader.u8('version');
  if (version !== 2 && version !== 3) reader.refuse('record/version', 1);
  const ts = Number(reader.u64be('ts'));
  const dtlsFp = reader.take('dtls_fp', 32).slice();
  const roles = reader.utf8('roles', reader.u8('roles_len'));
  if (roles === '') throw new DecodeError('record/roles');
  const salt = reader.take('salt', 32).slice();
  const disc = reader.utf8('disc', reader.u16be('disc_len'));
  if (version === 2) {
    reader.end('record/trailing-bytes');
    return { version, ts, dtlsFp, roles, salt, disc };
  }
  const ip = reader.take('turn_ip', 4).slice();
  const port = reader.u16be('turn_port');
  reader.end('record/trailing-bytes');
  if (port === 0) throw new DecodeError('record/turn-port');
  if (ip[0] === 127 || ip.every((byte) => byte === 0)) throw new DecodeError('record/turn-ip');
  return { version, ts, dtlsFp, roles, salt, disc, turn: { ip, port } };
}

export function recordText(identity: Identity, record: HostRecord): TextRecord {
  const canonical = encodeRecord(record);
  return {
    label: HOST_LABEL,
    ttl: 300,
    value: base64url.encode(concat(identity.sign(canonical), canonical)),
  };
}

/** The one record of the host, its inner signature verified. Freshness is the caller's to judge. */
export function openRecord(key: Uint8Array, records: readonly TextRecord[]): HostRecord {
  const [found, ...more] = records.filter(({ label }) => label === HOST_LABEL);
  if (found === undefined || more.length > 0) throw new DecodeError('record/count');
  const value = base64url.decode(found.value);
  const canonical = value.subarray(64);
  if (!verifySignature(key, canonical, value.subarray(0, 64))) throw new DecodeError('record/signature');
  return decodeRecord(canonical);
}

export const isFresh = (record: HostRecord, nowSeconds: number): boolean =>
  Math.abs(nowSeconds - record.ts) <= FRESH_SECONDS;
