import { named } from '../fingerprint.js';

const token = /p_[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g;
const secretMember = /"(passphrase|token|turnstileToken|secret)"(\s*:\s*)"([^"\\]*)"/g;
const passphraseQuery = /(passphrase=)([^&"'\s]+)/gi;

/** Secrets leave as a name and a fingerprint; what is left is bounded and printable. */
export function redact(text: string, most = 2000): string {
  const without = text
    .replace(token, (secret) => named('token', secret))
    .replace(secretMember, (whole, member: string, colon: string, secret: string) =>
      secret.startsWith('<') ? whole : `"${member}"${colon}"${named(member, secret)}"`,
    )
    .replace(
      passphraseQuery,
      (_whole, name: string, secret: string) => `${name}${named('passphrase', secret)}`,
    );
  const shown = without.length > most ? `${without.slice(0, most)}… (${without.length} characters)` : without;
  return shown.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
