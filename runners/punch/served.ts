import { defined, ifGiven } from '../../defined.js';
import { needPackages } from '../../optional_package.js';
import { isName } from '../../reference/punch/name.js';
import type { LogEvent } from '../../reference/punch/peers/broker/options.js';
import { Miscalled } from '../options.js';
import { servedPeer } from '../served_peer.js';
import { BROKER_PACKAGES } from './broker_packages.js';

/** A Punch broker. Its log has no secrets in it. */
const broker = servedPeer({
  name: 'punch',
  listens: ['port', 'host'],
  tls: 'certificate',
  options: {
    secret: { form: 'secret', describe: 'punch: signing secret: text, env:NAME or file:PATH' },
    session: { form: 'text', describe: 'punch: make this session and print its tokens' },
    turnstile: { form: 'secret', describe: 'punch: create sessions only for this Turnstile token' },
  },
  examples: [
    ['punch --port 0', 'start a broker on a free port'],
    ['punch --tls --ca-file ca.pem', 'start a broker with TLS'],
  ],
  async start({ secret, session, turnstile }, { port, host, identity, log }) {
    if (session !== undefined && !isName(session))
      throw new Miscalled(
        '--session must be a name: letters, digits, dots, underscores and hyphens, 64 at most',
      );
    needPackages(...BROKER_PACKAGES);
    const { startBroker } = await import('../../reference/punch/peers/broker/broker.js');
    const wanted = turnstile && Buffer.from(turnstile).toString();
    const started = await startBroker({
      port,
      host,
      log: (event) => log(textOf(event)),
      ...defined({ tls: identity }),
      ...defined({ turnstile: ifGiven(wanted, (own) => async (token: string) => token === own) }),
      ...defined({ secret }),
    });
    const tokens = session === undefined ? [] : started.createSession(session);
    return { lines: [started.url, ...tokens], close: started.close };
  },
});

const textOf = ({ event, session, address, detail }: LogEvent): string =>
  [event, session, address, detail].filter((part) => part !== undefined).join(' ');

export const peers = [broker] as const;
