/** Command lines of targets appear in reports and rerun commands, but without their secrets. */
import { existsSync } from 'node:fs';
import { type Hide, hider } from './secrets.js';

export interface RedactedCommand {
  /** The command with a name and a fingerprint instead of each secret. */
  readonly shown: string;
  /** Hides the same secrets in any text. Absent when the command has none. */
  readonly hide?: Hide;
}

const SECRET_NAME =
  /secret|token|passw(?:or)?d|passphrase|credential|bearer|api[-_]?key|cookie|(?:^|[-_])(?:auth|authorization|pass|pwd|psk|key)$/i;
const PUBLIC = /public|pub[-_]?key/i;
/** Names of values that lead to a secret but are not secret. */
const LEADS_TO_ONE = /(?:file|path|command|cmd|env|name|type|ttl)$/i;
const WORD = /(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/gs;
const ASSIGNED = /^(?:--?)?([\w-]+)=(.+)$/s;
const HEADER = /^(?:--?[\w-]+=)?([\w-]+):\s*(?:(?:Basic|Bearer|Digest|Token)\s+)?(\S.*)$/is;
const OPTION = /^--?([\w-]+)$/;
const USER = /^(?:u|user)$/;
/** Ids of users and groups are not passwords. */
const WITH_PASSWORD = /^[^\s:/]*:(?!\d+$)([^/].*)$/s;
const PASSWORD_IN_URL = /:\/\/[^\s/:@]*:([^\s/@]+)@/g;
/** The least length of a name before the host that counts as a secret. Shorter names are users. */
const TOKEN_IN_URL = /:\/\/([^\s/:@]{12,})@/g;
const IN_QUERY = /[?&;]([\w-]+)=([^&;#\s'"]+)/g;
const SIGNED = /^(?:t|sig|signature|code)$/i;
const BEARER = /\bBearer\s+([^\s'"]+)/gi;

export function redactCommand(command: string): RedactedCommand {
  const hide = hider(secretsIn(command));
  return hide === undefined ? { shown: command } : { shown: hide(command), hide };
}

/** Finds the secrets in a command line or URL, by the names of options, variables, headers and query parameters. */
export function secretsIn(command: string): readonly string[] {
  const found = new Set<string>();
  let before: string | undefined;
  for (const [written] of command.matchAll(WORD)) {
    const word = unquoted(written);
    const option = OPTION.exec(word)?.[1];
    if (before !== undefined && option === undefined) keep(found, ofOption(before, word));
    before = option;
    const [, name = '', value = ''] = ASSIGNED.exec(word) ?? [];
    keep(found, ofOption(name, value));
    const [, header = '', content] = HEADER.exec(word) ?? [];
    if (isSecret(header)) keep(found, content);
  }
  for (const pattern of [PASSWORD_IN_URL, TOKEN_IN_URL, BEARER]) {
    for (const [, secret] of command.matchAll(pattern)) keep(found, secret);
  }
  for (const [, name = '', value] of command.matchAll(IN_QUERY)) {
    if (isSecret(name) || SIGNED.test(name)) keep(found, value);
  }
  return [...found];
}

function ofOption(name: string, value: string): string | undefined {
  if (USER.test(name)) return WITH_PASSWORD.exec(value)?.[1];
  return isSecret(name) ? value : undefined;
}

export const isSecret = (name: string): boolean =>
  SECRET_NAME.test(name) && !PUBLIC.test(name) && !LEADS_TO_ONE.test(name);

/** The place of a secret is not secret. */
function keep(found: Set<string>, value: string | undefined): void {
  if (value !== undefined && value.length >= 4 && !/^(?:env|file):|^\$/.test(value) && !existsSync(value)) {
    found.add(value);
  }
}

const unquoted = (word: string): string => word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"/gs, '$1$2');
