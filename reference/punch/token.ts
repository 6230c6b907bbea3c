/** Punch RFC 1.0.0, section 7: "p_" base64url(payload) "." base64url(hmac-sha256(payload)). */
import { base64url } from '../bytes/base64url.js';
import { equalBytes } from '../bytes/equal.js';
import { type Codec, DecodeError } from '../bytes/error.js';
import { parseJson } from '../bytes/json.js';
import { fromUtf8, utf8 } from '../bytes/text.js';
import { hmacSha256 } from '../crypto/hash.js';
import { isName } from './name.js';

export type Role = 'admin' | 'peer';

export interface Claims {
  readonly session: string;
  readonly role: Role;
  /** The stream it is bound to; null in admin tokens, and only there. */
  readonly stream: string | null;
  /** Unix time in seconds. */
  readonly exp: number;
}

export interface Token {
  readonly claims: Claims;
  /** The JSON as it was signed, octet for octet. */
  readonly payload: Uint8Array;
  readonly mac: Uint8Array;
}

/**
 * What the HMAC covers. The RFC writes hmac-sha256(payload) after defining payload as a JSON object, so `octets` is
 * the literal reading; `text`, over the base64url text as JWT does it, is the other that its readers arrive at.
 */
export type Dialect = 'octets' | 'text';

const PREFIX = 'p_';
const MAC_LENGTH = 32;
/** Ours: a token travels in a URL, and longer ones do not survive common servers. */
export const MAX_LENGTH = 8192;

type Signed = Pick<Token, 'payload' | 'mac'>;

/** Encoding puts any signed octets on the wire; decoding also reads and checks the claims in them. */
export const token = Object.freeze({
  encode({ payload, mac }: Signed): string {
    return `${PREFIX}${base64url.encode(payload)}.${base64url.encode(mac)}`;
  },
  decode(text: string): Token {
    const { payload, mac } = split(text);
    return { claims: readClaims(payload), payload, mac };
  },
}) satisfies Codec<Signed, string>;

/** The one token over these octets. */
export function sign(payload: Uint8Array, secret: Uint8Array, dialect: Dialect = 'octets'): string {
  return token.encode({ payload, mac: macOf(payload, base64url.encode(payload), secret, dialect) });
}

export function mint(claims: Claims, secret: Uint8Array, dialect: Dialect = 'octets'): string {
  const { session, role, stream, exp } = claims;
  const payload = utf8(JSON.stringify({ session, role, stream, exp }));
  readClaims(payload);
  return sign(payload, secret, dialect);
}

export interface Expected {
  readonly secret: Uint8Array;
  /** Unix time in milliseconds. */
  readonly now: number;
  readonly session: string;
  readonly role: Role;
  /** Absent if the request names no stream. */
  readonly stream?: string;
  readonly dialect?: Dialect;
}

/**
 * Checks the signature before it reads anything of the payload.
 *
 * @example
 * ```ts
 * import { DecodeError, utf8 } from 'p2p-conform/bytes';
 * import { mint, verify } from 'p2p-conform/reference/punch/token';
 *
 * const secret = utf8('the secret of the broker');
 * const text = mint({ session: 'live', role: 'peer', stream: 'cam', exp: 2_000_000_000 }, secret);
 * const claims = verify(text, { secret, now: 0, session: 'live', role: 'peer' });
 * console.assert(claims.stream === 'cam');
 * try {
 *   verify(text, { secret, now: 0, session: 'another', role: 'peer' });
 *   console.assert(false, 'a token of another session must not pass');
 * } catch (error) {
 *   console.assert(error instanceof DecodeError && error.code === 'token/wrong-session');
 * }
 * ```
 */
export function verify(text: string, expected: Expected): Claims {
  const { payload, mac, payloadText } = split(text);
  if (!equalBytes(mac, macOf(payload, payloadText, expected.secret, expected.dialect ?? 'octets'))) {
    throw new DecodeError('token/bad-signature', PREFIX.length + payloadText.length + 1);
  }
  const claims = readClaims(payload);
  if (claims.session !== expected.session) throw new DecodeError('token/wrong-session', PREFIX.length);
  if (claims.role !== expected.role) throw new DecodeError('token/wrong-role', PREFIX.length);
  if (expected.stream !== undefined && claims.role === 'peer' && claims.stream !== expected.stream) {
    throw new DecodeError('token/wrong-stream', PREFIX.length);
  }
  if (expected.now >= claims.exp * 1000) throw new DecodeError('token/expired', PREFIX.length);
  return claims;
}

function macOf(payload: Uint8Array, payloadText: string, secret: Uint8Array, dialect: Dialect): Uint8Array {
  return hmacSha256(secret, dialect === 'octets' ? payload : utf8(payloadText));
}

function split(text: string): { payload: Uint8Array; mac: Uint8Array; payloadText: string } {
  if (text.length > MAX_LENGTH) throw new DecodeError('token/too-long', MAX_LENGTH);
  if (!text.startsWith(PREFIX)) throw new DecodeError('token/prefix', 0);
  const dot = text.indexOf('.');
  if (dot < 0) throw new DecodeError('token/no-signature', text.length);
  const payloadText = text.slice(PREFIX.length, dot);
  const payload = part(payloadText, PREFIX.length);
  const mac = part(text.slice(dot + 1), dot + 1);
  if (mac.length !== MAC_LENGTH)
    throw new DecodeError('token/signature-length', dot + 1, `${mac.length} bytes`);
  return { payload, mac, payloadText };
}

/** Decodes a part of the token. Offsets in its errors count from the beginning of the token. */
function part(text: string, start: number): Uint8Array {
  try {
    return base64url.decode(text);
  } catch (error) {
    if (error instanceof DecodeError) throw new DecodeError(error.code, start + error.offset);
    throw error;
  }
}

function readClaims(payload: Uint8Array): Claims {
  const value = readPayload(payload);
  const session = member(value, 'session');
  const role = member(value, 'role');
  const stream = member(value, 'stream');
  const exp = member(value, 'exp');
  if (!isName(session)) return refuse('token/session');
  if (role !== 'admin' && role !== 'peer') return refuse('token/role');
  if (stream !== null && !isName(stream)) return refuse('token/stream');
  if ((stream === null) !== (role === 'admin')) return refuse('token/stream', `${role} with ${stream}`);
  if (typeof exp !== 'number' || !Number.isSafeInteger(exp)) return refuse('token/exp');
  return { session, role, stream, exp };
}

function readPayload(payload: Uint8Array): object {
  try {
    const value = parseJson(fromUtf8(payload));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    if (error instanceof DecodeError) return refuse(error.code, `in the payload, ${error.message}`);
    throw error;
  }
  return refuse('token/not-an-object');
}

function member(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : refuse(`token/missing-${name}`);
}

/** An error in the payload has the offset of its beginning, because an offset inside base64url text helps nobody. */
function refuse(code: string, detail?: string): never {
  throw new DecodeError(code, PREFIX.length, detail);
}
