import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unreachable } from '../../suites/case.js';
import type { Context, Target } from '../../suites/model.js';
import { call, NotStarted } from '../exec/call.js';
import { splitWords } from '../exec/words.js';
import { redactCommand } from '../redacted_command.js';
import { clientPort, type Fetch } from './client_port.js';

const longest = 30_000;

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
  const remove = () => rmSync(dir, { recursive: true, force: true });
  process.once('exit', remove);
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const open = new Set<Promise<unknown>>();
  let files = 0;
  const fetch: Fetch = async (url, relays, { ca = '', signal } = {}) => {
    const file = join(dir, `ca-${files++}.pem`);
    if (tls) writeFileSync(file, ca);
    const filled = (word: string) =>
      word
        .replaceAll('{url}', url)
        .replaceAll('{relay}', relays[0] ?? '')
        .replaceAll('{relay2}', relays[1] ?? '')
        .replaceAll('{ca}', file);
    const [program, ...args] = words;
    const calling = call([filled(program), ...args.map(filled)], {
      ...(tls ? { env: { ...process.env, SSL_CERT_FILE: file, NO_PROXY: '127.0.0.1,localhost' } } : {}),
      within: longest,
      signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
    });
    open.add(calling);
    try {
      const { shown, code } = await calling;
      const status = /\b([1-5]\d\d)\b/.exec(shown)?.[1];
      return { shown, refused: code !== 0, ...(status === undefined ? {} : { status: Number(status) }) };
    } catch (error) {
      throw error instanceof NotStarted ? new Unreachable(error.message) : error;
    } finally {
      open.delete(calling);
    }
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
    async close() {
      closing.abort();
      await Promise.allSettled(open);
      remove();
      process.off('exit', remove);
    },
  };
}
