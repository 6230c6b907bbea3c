import { setMaxListeners } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../../suites/model.js';
import type { ClientEnd } from '../../suites/openhost/clients/port.js';
import { removeFolder, temporaryFolder } from '../cleanup/temporary.js';
import { inheritedEnvironment, type Variables } from '../environment.js';
import type { Called } from '../exec/call.js';
import { splitWords } from '../exec/words.js';
import { redactCommand } from '../redacted_command.js';
import type { Fetch, Fetched } from './client_fetch.js';
import { type ClientTraits, clientPort } from './client_port.js';
import { called } from './daemon_program.js';

/** Milliseconds: longer than clients wait for a host by themselves. */
export const PATIENCE = 30_000;

interface ProgramOptions {
  /** Milliseconds after which a client that still runs is stopped. */
  readonly patience?: number;
  /** Environment variables beside those that every program inherits. */
  readonly env?: Variables | undefined;
}

export type CommandOptions = ProgramOptions & Omit<ClientTraits, 'tls'>;

/**
 * A client under test: a command that fetches a URL and prints what it got. `{url}`, `{relay}` and `{relay2}` are replaced; it
 * succeeds with exit code 0. With `{ca}`, a file, the relays speak TLS under that authority.
 */
export function commandClient(command: string, options: CommandOptions): Target {
  const { dialect, browser = false } = options;
  const { fetch, tls, close } = commandFetch(command, options);
  return {
    name: `openhost-client:${redactCommand(command).shown}`,
    kind: 'openhost-client',
    capabilities: { dialect, browser },
    ports: { openhostClient: (context) => clientPort({ dialect, browser, tls }, fetch, context) },
    dialects: { 'openhost/packet': dialect, 'openhost/fragment': dialect },
    protocols: ['openhost'],
    concurrency: 2,
    production: false,
    close,
  };
}

export function commandFetch(command: string, { patience = PATIENCE, env: variables }: ProgramOptions = {}) {
  const words = splitWords(command);
  const tls = command.includes('{ca}');
  const dir = temporaryFolder('client');
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const running = new Set<Promise<unknown>>();
  let files = 0;
  const fetch: Fetch = async (url, [relay = '', relay2 = ''], { ca = '', signal }) => {
    const file = join(dir, `ca-${files++}.pem`);
    if (tls) writeFileSync(file, ca);
    const [program, ...args] = filledIn(words, { url, relay, relay2, ca: file });
    const calling = called([program, ...args], {
      env: {
        ...inheritedEnvironment(variables),
        ...(tls ? { SSL_CERT_FILE: file, NO_PROXY: '127.0.0.1,localhost' } : {}),
      },
      within: patience,
      signal: AbortSignal.any([signal, closing.signal]),
    });
    running.add(calling);
    try {
      const { shown, code, late } = await calling;
      return { shown, status: statusIn(shown), ended: endOf({ code, late }, signal) };
    } finally {
      running.delete(calling);
    }
  };
  return {
    fetch,
    /** Whether its relays use TLS. */
    tls,
    async close(): Promise<void> {
      closing.abort();
      await Promise.allSettled(running);
      removeFolder(dir);
    },
  };
}

/** The words of a command with their placeholders replaced. */
function filledIn(
  [program, ...args]: readonly [string, ...string[]],
  places: Readonly<Record<'url' | 'relay' | 'relay2' | 'ca', string>>,
): readonly [string, ...string[]] {
  const filled = (word: string) =>
    Object.entries(places).reduce((text, [place, value]) => text.replaceAll(`{${place}}`, value), word);
  return [filled(program), ...args.map(filled)];
}

function statusIn(shown: string): Fetched['status'] {
  const [, status] = /\b([1-5]\d\d)\b/.exec(shown) ?? [];
  return status === undefined ? 'none' : Number(status);
}

function endOf({ code, late }: Pick<Called, 'code' | 'late'>, signal: AbortSignal): ClientEnd {
  if (signal.aborted) return 'stopped';
  if (late) return 'late';
  return code ?? 'signal';
}
