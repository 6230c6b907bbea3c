import { isName } from '../../reference/punch/name.js';
import { startBroker } from '../../reference/punch/peers/broker/broker.js';
import type { LogEvent } from '../../reference/punch/peers/broker/options.js';
import { UsageError } from '../command.js';
import { tell } from '../output.js';
import { readSecret } from '../secret.js';
import { identityFor, type Served, type ServeOptions } from './served.js';

/** A Punch broker. Its log goes to stderr and has no secrets in it. */
export async function serve(options: ServeOptions): Promise<Served> {
  if (options.session !== undefined && !isName(options.session))
    throw new UsageError(
      '--session wants a name: letters, digits, dots, underscores and hyphens, 64 at most',
    );
  const tls = identityFor(options);
  const turnstile = options.turnstile === undefined ? undefined : readSecret('turnstile', options.turnstile);
  const broker = await startBroker({
    port: options.port,
    host: options.host,
    log: say,
    ...(tls === undefined ? {} : { tls }),
    ...(turnstile === undefined ? {} : { turnstile: async (token) => token === turnstile }),
    ...(options.secret === undefined ? {} : { secret: Buffer.from(readSecret('secret', options.secret)) }),
  });
  const tokens = options.session === undefined ? [] : broker.createSession(options.session);
  return { lines: [broker.url, ...tokens], close: broker.close };
}

const say = ({ event, session, address, detail }: LogEvent): void =>
  tell([event, session, address, detail].filter((part) => part !== undefined).join(' '));
