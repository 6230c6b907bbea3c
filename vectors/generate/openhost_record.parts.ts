/** The record of the openhost vectors, as bytes and as JSON, field by field. */
import type { JsonObject } from '../../reference/structure.js';
import { text, times, u8, u16 } from './openhost_bytes.js';

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
export const fp = times('ab', 32);
export const salt = times('11', 32);

export const bytes = ({
  version = 2,
  ts = TS,
  roles = 'server',
  disc = '',
  turn,
  ...parts
}: Parts = {}): string =>
  [
    '01',
    text('openhost1'),
    u8(version),
    ts.toString(16).padStart(16, '0'),
    parts.fp ?? fp,
    u8(text(roles).length / 2),
    text(roles),
    parts.salt ?? salt,
    u16(text(disc).length / 2),
    text(disc),
    turn ? `${turn[0]}${u16(turn[1])}` : '',
  ].join('');

export const json = ({
  version = 2,
  ts = TS,
  roles = 'server',
  disc = '',
  turn,
  ...parts
}: Parts = {}): JsonObject => ({
  version,
  ts: String(ts),
  dtls_fp: parts.fp ?? fp,
  roles,
  salt: parts.salt ?? salt,
  disc,
  ...(turn ? { turn_ip: turn[0], turn_port: turn[1] } : {}),
});

export const v3 = (ip: string, port = 3478): Parts => ({ version: 3, turn: [ip, port] });
