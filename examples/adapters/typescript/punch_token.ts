/** Punch RFC 1.0.0, section 7: "p_" base64url(payload) "." base64url(hmac-sha256(payload)). */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { bytes, members, type Operation, Refused, text, whole } from './operation.js';
import { parseStrictly } from './strict_json.js';

const MAX_LENGTH = 8192;
const MAC_LENGTH = 32;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const CLAIMS = ['session', 'role', 'stream', 'exp'];

export const decode: Operation = (_given, input) => {
  const { payload, mac } = split(input);
  return { payload: payload.toString('hex'), mac: mac.toString('hex'), claims: claimsOf(payload) };
};

/** The signature is checked first: no payload is read before it is known to be ours. */
export const verify: Operation = (given, input) => {
  const { payload, mac, payloadText } = split(input);
  if (!timingSafeEqual(mac, macOf(given, payload, payloadText)))
    throw new Refused('the signature is not ours');
  const claims = claimsOf(payload);
  if (claims.session !== given['session']) throw new Refused('bound to another session');
  if (claims.role !== given['role']) throw new Refused('another role');
  const isBound = given['stream'] !== undefined && claims.role === 'peer';
  if (isBound && claims.stream !== given['stream']) throw new Refused('bound to another stream');
  // `exp` counts seconds, `now` milliseconds.
  if (whole(given['now']) >= claims.exp * 1000) throw new Refused('expired');
  return claims;
};

export const sign: Operation = (given, input) => signed(given, bytes(input));

export const encode: Operation = (given, input) => {
  const wanted = members(input);
  const payload = Buffer.from(JSON.stringify(Object.fromEntries(CLAIMS.map((name) => [name, wanted[name]]))));
  claimsOf(payload);
  return signed(given, payload);
};

function signed(given: Record<string, unknown>, payload: Buffer): string {
  const payloadText = payload.toString('base64url');
  return `p_${payloadText}.${macOf(given, payload, payloadText).toString('base64url')}`;
}

/** The RFC signs the octets of the payload; the dialect `text` signs its base64url text. */
function macOf(given: Record<string, unknown>, payload: Buffer, payloadText: string): Buffer {
  const mac = createHmac('sha256', bytes(given['secret']));
  return mac.update(given['dialect'] === 'text' ? payloadText : payload).digest();
}

function split(input: unknown): { payload: Buffer; mac: Buffer; payloadText: string } {
  const token = text(input);
  if (token.length > MAX_LENGTH) throw new Refused('too long');
  if (!token.startsWith('p_')) throw new Refused('no p_ in front');
  const dot = token.indexOf('.');
  if (dot < 0) throw new Refused('no signature');
  const payloadText = token.slice(2, dot);
  const mac = fromBase64url(token.slice(dot + 1));
  if (mac.length !== MAC_LENGTH) throw new Refused(`a signature of ${mac.length} bytes`);
  return { payload: fromBase64url(payloadText), mac, payloadText };
}

/** Node skips unknown letters and unused bits, so this checks for the canonical spelling. */
function fromBase64url(letters: string): Buffer {
  const octets = Buffer.from(letters, 'base64url');
  if (octets.toString('base64url') !== letters) throw new Refused('not base64url in its one spelling');
  return octets;
}

function claimsOf(payload: Buffer) {
  const value = members(parseStrictly(payload));
  const missing = CLAIMS.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw new Refused(`no ${missing}`);
  const { session, role, stream, exp } = value;
  if (!isName(session)) throw new Refused('not a session name');
  if (role !== 'admin' && role !== 'peer') throw new Refused('not a role');
  if (stream !== null && !isName(stream)) throw new Refused('not a stream name');
  if ((stream === null) !== (role === 'admin')) throw new Refused(`${role} with ${stream}`);
  return { session, role, stream, exp: whole(exp) };
}

const isName = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);
