import { named } from '../fingerprint.js';

const SECRET = /token|passphrase|password|secret/i;

const token = /p_[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g;
const bearer = /\b(Bearer\s+)(?!\w+=")([^\s"'<>,]+)/gi;
const tokenQuery = /([?&]t=)([^&\s"'<>\\]+)/g;
const assigned = /\b(\w*(?:token|passphrase|password|secret)=)([^&\s"'<>\\]+)/gi;
/** Prose, and JSON in texts: what is as long as SRT wants it behind `passphrase`, and no English behind the others. */
const told = /\b(passphrase)((?:\s+is)?[\s:"'\\]+)([^\s"'<>\\]{10,})/gi;
const toldToo = /\b(token|secret)((?:\s+is)?[\s:"'\\]+)((?=[^\s"'<>\\]*[0-9A-Z_])[^\s"'<>\\]{10,})/g;

/** Replaces secrets by a name and a fingerprint, and bounds the text. */
export function redact(text: string, most = 2000): string {
  // The text beyond the cut is not searched. A secret that is cut is recognised by its beginning.
  const without = redactMembers(text.slice(0, 4 * most))
    .replace(token, (secret) => named('token', secret))
    .replace(tokenQuery, (_, before: string, secret: string) => before + named('token', secret))
    .replace(bearer, (_, before: string, secret: string) => before + named('token', secret))
    .replace(assigned, (_, before: string, secret: string) => before + named(kindOf(before), secret))
    .replace(told, (_, name: string, gap: string, secret: string) => name + gap + named(kindOf(name), secret))
    .replace(
      toldToo,
      (_, name: string, gap: string, secret: string) => name + gap + named(kindOf(name), secret),
    );
  const shown =
    text.length > most
      ? `${without.slice(0, most)}… (${text.length} characters)`
      : without.slice(0, 2 * most);
  return shown.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const kindOf = (name: string): string => SECRET.exec(name)?.[0].toLowerCase() ?? 'secret';

const piece = /("[^"\\]*(?:\\.[^"\\]*)*"?)(\s*:)?|[[\]{},]/gs;

/** Redacts every text below a member with the name of a secret, at any depth, also in truncated JSON. */
function redactMembers(text: string): string {
  let depth = 0;
  let name = '';
  let below: { readonly kind: string; readonly depth: number } | undefined;
  return text.replace(piece, (whole: string, string: string | undefined, colon: string | undefined) => {
    if (string !== undefined && colon !== undefined) {
      name = unescaped(string);
      return whole;
    }
    const kind = below?.kind ?? (SECRET.test(name) ? kindOf(name) : undefined);
    if (string !== undefined) {
      const value = unescaped(string);
      return kind === undefined || value === '' ? whole : `"${named(kind, value)}"`;
    }
    if (whole === '{' || whole === '[') {
      depth++;
      if (kind !== undefined) below ??= { kind, depth };
    } else if (whole === '}' || whole === ']') {
      if (below?.depth === depth) below = undefined;
      depth--;
    }
    name = '';
    return whole;
  });
}

function unescaped(string: string): string {
  try {
    return String(JSON.parse(string));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return string.slice(1);
  }
}
