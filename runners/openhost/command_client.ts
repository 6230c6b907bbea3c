import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context, Target } from '../../suites/model.js';
import { splitWords } from '../exec/words.js';
import { redactCommand } from '../redacted_command.js';
import { clientPort, type Fetch } from './client_port.js';

const longest = 30_000;
const mostShown = 1 << 20;

/**
 * A client under test: a command that fetches a URL and prints what it got. `{url}`, `{relay}` and `{relay2}` are replaced; it
 * succeeds with exit code 0. With `{ca}`, a file, the relays speak TLS under that authority.
 */
export function commandClient(
  command: string,
  { dialect, browser = false }: { readonly dialect: 'spec' | 'deployed'; readonly browser?: boolean },
): Target {
  const words = splitWords(command);
  const tls = command.includes('{ca}');
  const dir = mkdtempSync(join(tmpdir(), 'conform-client-'));
  let files = 0;
  const fetch: Fetch = (url, relays, { ca = '', signal } = {}) => {
    const file = join(dir, `ca-${files++}.pem`);
    if (tls) writeFileSync(file, ca);
    const [program, ...args] = words.map((word) =>
      word
        .replaceAll('{url}', url)
        .replaceAll('{relay}', relays[0] ?? '')
        .replaceAll('{relay2}', relays[1] ?? '')
        .replaceAll('{ca}', file),
    );
    return new Promise((resolve) => {
      const child = spawn(program ?? '', args, {
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: longest,
        ...(signal ? { signal } : {}),
        ...(tls ? { env: { ...process.env, SSL_CERT_FILE: file, NO_PROXY: '127.0.0.1,localhost' } } : {}),
      });
      const shown: Buffer[] = [];
      let length = 0;
      const take = (part: Buffer) => {
        length += part.length;
        if (length <= mostShown) shown.push(part);
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.on('error', (error) => resolve({ shown: String(error), refused: true }));
      child.on('close', (code) => {
        const text = Buffer.concat(shown).toString();
        const status = /\b([1-5]\d\d)\b/.exec(text)?.[1];
        resolve({
          shown: text,
          refused: code !== 0,
          ...(status === undefined ? {} : { status: Number(status) }),
        });
      });
    });
  };
  return {
    name: `openhost-client:${redactCommand(command).shown}`,
    kind: 'openhost-client',
    capabilities: { dialect, browser },
    provides: ['openhostClient'],
    dialects: { 'openhost/packet': dialect, 'openhost/fragment': dialect },
    protocols: ['openhost'],
    concurrency: 2,
    production: false,
    port: (name, _context: Context) => {
      if (name !== 'openhostClient') throw new Error(`a client has no port ${name}`);
      return clientPort({ dialect, browser, tls }, fetch) as never;
    },
    close: async () => rmSync(dir, { recursive: true, force: true }),
  };
}
