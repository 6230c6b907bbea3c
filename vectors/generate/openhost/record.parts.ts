/** The record of the openhost vectors, as bytes and as JSON, field by field. */
import type { JsonObject } from '../../../reference/structure.js';
import { text, times, u8, u16 } from '../hex_bytes.js';
import { base64url, seed1, signatureOf } from './keys.js';

export interface Parts {
  readonly version?: number;
  readonly ts?: bigint;
  readonly fp?: string;
  readonly roles?: string;
  readonly salt?: string;
  readonly disc?: string;
  readonly turn?: readonly [ip: string, port: number];
}

export const TS = 1_700_000_000n;
const fp = times('ab', 32);
const salt = times('11', 32);

const whole = (parts: Parts) => ({ version: 2, ts: TS, fp, roles: 'server', salt, disc: '', ...parts });

export function bytes(parts: Parts = {}): string {
  const { version, ts, fp, roles, salt, disc, turn } = whole(parts);
  return [
    '01',
    text('openhost1'),
    u8(version),
    ts.toString(16).padStart(16, '0'),
    fp,
    u8(text(roles).length / 2),
    text(roles),
    salt,
    u16(text(disc).length / 2),
    text(disc),
    turn ? `${turn[0]}${u16(turn[1])}` : '',
  ].join('');
}

export function json(parts: Parts = {}): JsonObject {
  const { version, ts, fp, roles, salt, disc, turn } = whole(parts);
  return {
    version,
    ts: String(ts),
    dtls_fp: fp,
    roles,
    salt,
    disc,
    ...(turn ? { turn_ip: turn[0], turn_port: turn[1] } : {}),
  };
}

export const v3 = (ip: string, port = 3478): Parts => ({ version: 3, turn: [ip, port] });

/** The value that is published for the record. */
export const signed = (message = bytes(), seed = seed1): string =>
  base64url(signatureOf(seed, message) + message);
