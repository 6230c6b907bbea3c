/** Command lines of targets stand in reports and in what reruns a case; secrets in them do not. */
import { named } from './fingerprint.js';

export interface RedactedCommand {
  /** The command with a name and a fingerprint in the place of each secret. */
  readonly shown: string;
  /** The same for any text in which one of its secrets may turn up; absent where it has none. */
  readonly hide?: (text: string) => string;
}

const SECRET_NAME = /(?:secret|token|passw(?:or)?d|passphrase|credential|bearer|api[-_]?key)/i;
/** Names of what leads to a secret, and is none. */
const LEADS_TO_ONE = /(?:file|path|command|cmd|env|name|type|ttl)$/i;
const WORD = /(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/gs;
const ASSIGNED = /^(?:--?)?([\w-]+)=(.+)$/s;
const OPTION = /^--?([\w-]+)$/;
const IN_URL = /:\/\/[^\s/:@]*:([^\s/@]+)@/g;
const BEARER = /\bBearer\s+([^\s'"]+)/gi;

export function redactCommand(command: string): RedactedCommand {
  const found = new Set<string>();
  let awaited = false;
  for (const [written] of command.matchAll(WORD)) {
    const word = unquoted(written);
    if (awaited && !OPTION.test(word)) keep(found, word);
    const option = OPTION.exec(word)?.[1];
    awaited = option !== undefined && isSecret(option);
    const [, name = '', value = ''] = ASSIGNED.exec(word) ?? [];
    if (isSecret(name)) keep(found, value);
  }
  for (const pattern of [IN_URL, BEARER]) {
    for (const [, secret] of command.matchAll(pattern)) keep(found, secret ?? '');
  }
  // The longest first: one may be part of another.
  const secrets = [...found].sort((a, b) => b.length - a.length);
  const hide = (text: string): string =>
    secrets.reduce((shown, secret) => shown.replaceAll(secret, named('secret', secret)), text);
  return secrets.length === 0 ? { shown: command } : { shown: hide(command), hide };
}

const isSecret = (name: string): boolean => SECRET_NAME.test(name) && !LEADS_TO_ONE.test(name);

/** Where a secret is to be found is no secret. */
function keep(found: Set<string>, value: string): void {
  if (value.length >= 4 && !/^(?:env|file):|^\$/.test(value)) found.add(value);
}

const unquoted = (word: string): string => word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"/gs, '$1$2');
