import { base64url } from '../bytes/base64url.js';
import { hex } from '../bytes/hex.js';
import type { Field } from '../bytes/reader.js';
import { asBytes, asInteger, asObject, asText, asWord } from '../given.js';
import type { Json, JsonObject, Structure } from '../structure.js';
import { type Claims, type Dialect, mint, sign, token, verify } from './token.js';

const dialect = (given: JsonObject): Dialect =>
  asWord(given['dialect'] ?? 'octets', ['octets', 'text'], 'dialect');

const secret = (given: JsonObject): Uint8Array => asBytes(given['secret'], 'secret');

const claimsJson = ({ session, role, stream, exp }: Claims): JsonObject => ({ session, role, stream, exp });

function claims(value: Json): Claims {
  const { session, role, stream, exp } = asObject(value);
  return {
    session: asText(session, 'session'),
    role: asWord(role, ['admin', 'peer'], 'role'),
    stream: stream === null ? null : asText(stream, 'stream'),
    exp: asInteger(exp, 'exp'),
  };
}

export const tokenStructure: Structure = {
  name: 'punch/token',
  operations: {
    /** Form and payload only: no key is needed. */
    decode(_given, input) {
      const { payload, mac, claims: read } = token.decode(asText(input));
      return { payload: hex.encode(payload), mac: hex.encode(mac), claims: claimsJson(read) };
    },
    verify(given, input) {
      const read = verify(asText(input), {
        secret: secret(given),
        now: asInteger(given['now'], 'now'),
        session: asText(given['session'], 'session'),
        role: asWord(given['role'], ['admin', 'peer'], 'role'),
        ...(given['stream'] === undefined ? {} : { stream: asText(given['stream'], 'stream') }),
        dialect: dialect(given),
      });
      return claimsJson(read);
    },
    /** The payload is given as octets, so only one token is right. */
    sign: (given, input) => sign(asBytes(input), secret(given), dialect(given)),
    /** The encoder chooses the order and spacing of the JSON, so the token is checked by decoding it. */
    encode: (given, input) => mint(claims(input), secret(given), dialect(given)),
  },
  reopen: {
    encode(given, answer) {
      const text = asText(answer);
      const { session, role, stream, exp } = token.decode(text).claims;
      const bound = stream === null ? {} : { stream };
      const now = (exp - 1) * 1000;
      return claimsJson(
        verify(text, { secret: secret(given), now, session, role, ...bound, dialect: dialect(given) }),
      );
    },
  },
  readBy: {
    encode: {
      op: 'verify',
      given({ secret: key = null, dialect: reading = 'octets' }, input) {
        const { session, role, stream, exp } = claims(input);
        const bound: JsonObject = stream === null ? {} : { stream };
        return { secret: key, dialect: reading, now: (exp - 1) * 1000, session, role, ...bound };
      },
    },
  },
  annotate(_given, input) {
    const text = asText(input);
    const dot = text.indexOf('.');
    const end = dot < 0 ? text.length : dot;
    const stretch = (name: string, from: number, to: number, value: string): Field => ({
      name,
      offset: from,
      length: Math.max(0, to - from),
      value,
    });
    const fields = [
      stretch('prefix', 0, Math.min(2, text.length), JSON.stringify(text.slice(0, 2))),
      stretch(
        'payload',
        2,
        end,
        opened(text.slice(2, end), (bytes) => new TextDecoder().decode(bytes)),
      ),
    ];
    if (dot < 0) return fields;
    return [
      ...fields,
      stretch('dot', dot, dot + 1, '"."'),
      stretch('hmac', dot + 1, text.length, opened(text.slice(dot + 1), hex.encode)),
    ];
  },
};

function opened(part: string, show: (bytes: Uint8Array) => string): string {
  try {
    return show(base64url.decode(part));
  } catch (error) {
    return `unreadable: ${String(error)}`;
  }
}
