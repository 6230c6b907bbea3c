/** What the fuzzer knows of Punch: an edited payload gets a new signature, so that the checks after the signature are reached. */
import { hex } from '../../reference/bytes/hex.js';
import { type Dialect, sign, token } from '../../reference/punch/token.js';
import type { Json, JsonObject } from '../../reference/structure.js';
import type { Grammar, Layered } from '../fuzz/grammar.js';

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const dialect = (given: JsonObject): Dialect => (given['dialect'] === 'text' ? 'text' : 'octets');

/** Edits the claims as JSON, and signs them in their order. */
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
