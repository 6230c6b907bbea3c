import { execFile } from 'node:child_process';
import { Unreachable } from '../../suites/case.js';

const PATIENCE = 10_000;

/** Asks a command for a peer token: `{session}` and `{stream}` stand for what it is for, also as PUNCH_SESSION and PUNCH_STREAM. */
export const peerTokenBy =
  (command: string) =>
  (session: string, stream: string): Promise<string> =>
    new Promise((resolve, reject) => {
      // Names have no characters that a shell knows (RFC 2).
      const line = command.replaceAll('{session}', session).replaceAll('{stream}', stream);
      const env = { ...process.env, PUNCH_SESSION: session, PUNCH_STREAM: stream };
      execFile('/bin/sh', ['-c', line], { env, timeout: PATIENCE, maxBuffer: 65_536 }, (error, stdout) => {
        const token = /p_[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/.exec(stdout)?.[0];
        if (error || token === undefined) reject(new Unreachable('the peer token command gave no token'));
        else resolve(token);
      });
    });
