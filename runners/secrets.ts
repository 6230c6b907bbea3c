/** Hides secrets by their values: in every shown text, a name and a fingerprint replace them. */
import { named } from './fingerprint.js';

/** Replaces the secrets in a text. */
export type Hide = (text: string) => string;

/** A shorter secret occurs in other text by chance, so only its exact spelling is hidden. */
const SPELLED = 8;
/** This many characters of base64 in other base64 cannot match by chance. */
const SHORTEST_CORE = 8;
const SPECIAL = /[\\^$.*+?()[\]{}|/-]/g;

/** A function that hides these secrets; undefined without secrets. */
export function hider(secrets: readonly string[]): Hide | undefined {
  const known = new Map<string, string>();
  for (const secret of new Set(secrets)) {
    const shown = named('secret', secret);
    for (const spelling of spellings(secret)) if (!known.has(spelling)) known.set(spelling, shown);
  }
  if (known.size === 0) return undefined;
  // The longest first, because a secret may be a part of another.
  const longestFirst = [...known.keys()].sort((a, b) => b.length - a.length);
  const any = new RegExp(longestFirst.map((spelling) => spelling.replace(SPECIAL, '\\$&')).join('|'), 'g');
  return (text) => text.replace(any, (found) => known.get(found) ?? '<secret>');
}

/** The encodings in which programs write the same bytes. */
function spellings(secret: string): readonly string[] {
  if (secret.length < SPELLED) return [secret];
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const percent = hex.replace(/../g, '%$&');
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    ...[secret, json, json.replaceAll('/', '\\/'), asciiJson(json)],
    ...[hex, hex.toUpperCase(), percent, percent.toUpperCase()],
    ...[encodeURIComponent(secret.toWellFormed()), formEncoded(secret)],
    ...[0, 1, 2].flatMap((offset) => base64Core(bytes, offset)),
    ...[bytes.toString('base64'), bytes.toString('base64url')],
  ];
}

/** JSON escapes in lower case, as Python and Go write characters that are not ASCII. */
const asciiJson = (json: string): string =>
  json.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const formEncoded = (secret: string): string => new URLSearchParams([[secret, '']]).toString().slice(0, -1);

/** The base64 of these bytes after `offset` other bytes, without the characters that depend on neighbours. */
function base64Core(bytes: Buffer, offset: number): readonly string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
  const from = Math.ceil((offset * 8) / 6);
  const to = Math.floor((whole.length * 8) / 6);
  if (to - from < SHORTEST_CORE) return [];
  return [whole.toString('base64').slice(from, to), whole.toString('base64url').slice(from, to)];
}
