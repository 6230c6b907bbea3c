/** Section 2: the record of a host. Layout and limits are those of the public implementation (OPENHOST-G05). */
import { base64url } from '../bytes/base64url.js';
import { DecodeError } from '../bytes/error.js';
import { type Field, Reader } from '../bytes/reader.js';
import { utf8 } from '../bytes/text.js';
import { concat, Writer } from '../bytes/writer.js';
import { sign, verify } from '../crypto/ed25519.js';

export interface HostRecord {
  readonly version: 2 | 3;
  /** Seconds since 1970. */
  readonly ts: bigint;
  readonly dtlsFp: Uint8Array;
  readonly roles: string;
  readonly salt: Uint8Array;
  readonly disc: string;
  /** In version 3, and only there. */
  readonly turn?: { readonly ip: Uint8Array; readonly port: number };
}

const ENCODING = 1;
const SEPARATOR = 'openhost1';
const MAX_ROLES = 255;
const MAX_DISC = 256;
const SIGNATURE = 64;
/** Seconds, before and after. */
export const FRESH = 7200n;

export const canonical = Object.freeze({
  encode(record: HostRecord): Uint8Array {
    const { version, ts, dtlsFp, salt, turn } = record;
    if (dtlsFp.length !== 32) throw new DecodeError('record/fingerprint-length');
    if (salt.length !== 32) throw new DecodeError('record/salt-length');
    if (version !== 2 && version !== 3) throw new DecodeError('record/version');
    if ((version === 3) !== (turn !== undefined)) throw new DecodeError('record/turn');
    if (ts < 0n || ts >> 64n !== 0n) throw new DecodeError('record/ts');
    if (turn) checkTurn(turn.ip, turn.port);
    const [roles, disc] = [utf8(record.roles), utf8(record.disc)];
    checkTexts(roles.length, disc.length);
    const writer = new Writer()
      .u8(ENCODING)
      .put(utf8(SEPARATOR))
      .u8(version)
      .u64be(ts)
      .put(dtlsFp)
      .u8(roles.length)
      .put(roles)
      .put(salt)
      .u16be(disc.length)
      .put(disc);
    if (turn) writer.put(turn.ip).u16be(turn.port);
    return writer.finish();
  },

  decode(bytes: Uint8Array, trace?: Field[]): HostRecord {
    const reader = new Reader(bytes, trace);
    if (reader.u8('encoding') !== ENCODING) reader.reject('record/encoding', 1);
    const separator = reader.take('separator', SEPARATOR.length);
    if (utf8(SEPARATOR).some((byte, at) => byte !== separator[at])) {
      reader.reject('record/separator', SEPARATOR.length);
    }
    const version = reader.u8('version');
    if (version !== 2 && version !== 3) return reader.reject('record/version', 1, `${version}`);
    const ts = reader.u64be('ts');
    const dtlsFp = reader.take('dtls_fp', 32).slice();
    const roles = reader.utf8('roles', reader.u8('roles_len'));
    const salt = reader.take('salt', 32).slice();
    const discLength = reader.u16be('disc_len');
    checkTexts(roles.length, discLength);
    const disc = reader.utf8('disc', discLength);
    const shared = { ts, dtlsFp, roles, salt, disc };
    if (version === 2) {
      reader.end('record/trailing-bytes');
      return { version, ...shared };
    }
    const ip = reader.take('turn_ip', 4).slice();
    const port = reader.u16be('turn_port');
    reader.end('record/trailing-bytes');
    checkTurn(ip, port);
    return { version, ...shared, turn: { ip, port } };
  },
});

function checkTexts(roles: number, disc: number): void {
  if (roles < 1 || roles > MAX_ROLES) throw new DecodeError('record/roles-length');
  if (disc > MAX_DISC) throw new DecodeError('record/disc-length');
}

/** What the text calls routable excludes these two only (OPENHOST-G51). */
function checkTurn(ip: Uint8Array, port: number): void {
  if (ip.length !== 4 || ip[0] === 127 || ip.every((byte) => byte === 0))
    throw new DecodeError('record/turn-ip');
  if (port < 1 || port > 0xffff) throw new DecodeError('record/turn-port');
}

/** The value of the TXT record `_openhost`. */
export const signRecord = (seed: Uint8Array, record: HostRecord): string =>
  signCanonical(seed, canonical.encode(record));

export const signCanonical = (seed: Uint8Array, bytes: Uint8Array): string =>
  base64url.encode(concat(sign(seed, bytes), bytes));

export interface Trusting {
  readonly publicKey: Uint8Array;
  /** Seconds since 1970. */
  readonly now: bigint;
}

/** Nothing of a record is believed before its signature. Whether it is fresh is another question. */
export function readRecord(value: string, publicKey: Uint8Array): HostRecord {
  const bytes = base64url.decode(value);
  if (bytes.length < SIGNATURE) throw new DecodeError('record/too-short', bytes.length);
  const signed = bytes.subarray(SIGNATURE);
  if (!verify(publicKey, signed, bytes.subarray(0, SIGNATURE))) throw new DecodeError('record/signature');
  return canonical.decode(signed);
}

export function isFresh({ ts }: Pick<HostRecord, 'ts'>, now: bigint): boolean {
  const age = now - ts;
  return age <= FRESH && age >= -FRESH;
}

/** Nothing is acted on that is not fresh. */
export function openRecord(value: string, { publicKey, now }: Trusting): HostRecord {
  const record = readRecord(value, publicKey);
  if (!isFresh(record, now)) throw new DecodeError('record/stale', 0, `${now - record.ts} seconds`);
  return record;
}
