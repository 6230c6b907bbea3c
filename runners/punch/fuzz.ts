/** What the fuzzer knows of Punch: a payload that is edited gets a new signature, so that what is behind it is reached. */
import { hex } from '../../reference/bytes/hex.js';
import { type Dialect, sign, token } from '../../reference/punch/token.js';
import type { Json, JsonObject } from '../../reference/structure.js';
import type { Grammar, Layered } from '../fuzz/grammar.js';

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const dialect = (given: JsonObject): Dialect => (given['dialect'] === 'text' ? 'text' : 'octets');

/** The claims are edited as JSON where they are JSON, and written in their order. */
const signed: Layered = {
  structure: 'punch/token',
  op: 'verify',
  open(_given, input) {
    const payload = new TextDecoder().decode(token.decode(text(input)).payload);
    return JSON.parse(payload) as Json;
  },
  close: (given, inner) =>
    sign(new TextEncoder().encode(JSON.stringify(inner)), hex.decode(text(given['secret'])), dialect(given)),
};

export const grammar: Grammar = { layered: [signed], models: [] };
