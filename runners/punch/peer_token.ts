import { execFile } from 'node:child_process';
import { isName } from '../../reference/punch/name.js';
import { Unreachable } from '../../suites/case.js';
import { tokenTexts } from '../../suites/punch/tokens_in.js';
import type { PeerToken } from './tested_broker.js';

const PATIENCE = 10_000;

/** The variable that replaces a placeholder outside of quotes, in double quotes and in single quotes. */
const IN_PLACE = {
  '': (variable: string) => `"\${${variable}}"`,
  '"': (variable: string) => `\${${variable}}`,
  "'": (variable: string) => `'"\${${variable}}"'`,
} as const;

type Quotes = keyof typeof IN_PLACE;

/** Asks a command for a peer token. It gets the names as `{session}` and `{stream}`, and as PUNCH_SESSION and PUNCH_STREAM. */
export function peerTokenBy(command: string): PeerToken {
  const line = withVariables(command);
  return (session, stream) => {
    if (!isName(session) || !isName(stream)) {
      return Promise.reject(new Unreachable('the broker gave a name that RFC 2 does not allow'));
    }
    const env = { ...process.env, PUNCH_SESSION: session, PUNCH_STREAM: stream };
    return new Promise((resolve, reject) => {
      execFile('/bin/sh', ['-c', line], { env, timeout: PATIENCE, maxBuffer: 65_536 }, (error, stdout) => {
        const [token] = tokenTexts(stdout);
        if (error || token === undefined)
          reject(new Unreachable('the command of --peer-token-command printed no token'));
        else resolve(token);
      });
    });
  };
}

/** Replaces names by variables: they come from the target, and a shell never runs an expanded variable as a command. */
function withVariables(command: string): string {
  let quotes: Quotes = '';
  return command.replace(/\\.|['"]|\{(?:session|stream)\}/gs, (piece) => {
    if (piece === '"' || piece === "'") {
      if (quotes === '') quotes = piece;
      else if (quotes === piece) quotes = '';
      return piece;
    }
    if (piece.startsWith('\\')) {
      // A backslash escapes nothing in single quotes.
      if (quotes === "'" && piece.endsWith("'")) quotes = '';
      return piece;
    }
    return IN_PLACE[quotes](piece === '{session}' ? 'PUNCH_SESSION' : 'PUNCH_STREAM');
  });
}
