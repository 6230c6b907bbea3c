import { ifGiven } from '../../defined.js';
import { needPackages } from '../../optional_package.js';
import type { JsonObject } from '../../suites/model.js';
import { Miscalled } from '../options.js';
import { type RunnerPlugin, referencePeers, targetKind } from '../target_kind.js';
import { BROKER_PACKAGES } from './broker_packages.js';
import { examples } from './examples.js';
import { isLoopback } from './loopback.js';
import { tools } from './tools.js';

const srt = {
  form: 'switch',
  describe: 'move media through a broker, with srt-live-transmit and ffmpeg',
} as const;

const broker = targetKind({
  schemes: ['http', 'https'],
  forms: [['https://HOST[:PORT]', 'a live Punch broker']],
  options: {
    secret: { form: 'secret', describe: 'signing secret of a broker: text, env:NAME or file:PATH' },
    ca: { form: 'certificate', describe: 'certificate file to trust' },
    openapi: { form: 'place', describe: "a broker's own OpenAPI description (3.0 or 3.1), file or URL" },
    messages: { form: 'place', describe: "a broker's own message schema, file or URL" },
    'remote-refs': {
      form: 'switch',
      describe: 'follow references to URLs in the files of --openapi and --messages',
      goesWith: ['openapi', 'messages'],
    },
    'peer-token-command': {
      form: 'command',
      describe: 'command that prints a peer token for {session} and {stream}',
    },
    'turnstile-token': {
      form: 'secret',
      describe: "reusable Turnstile token for a broker, for example one from Cloudflare's test keys",
    },
    srt,
  },
  place(text) {
    const url = brokerUrl(text);
    return { hosts: [url.hostname], isHere: isLoopback(url) };
  },
  async open(text, given, around) {
    const url = brokerUrl(text);
    const { patientWith, punchTarget } = await import('./target.js');
    const { openapi, messages, secret, ca } = given;
    const follow = given['remote-refs'];
    const command = given['peer-token-command'];
    const turnstile = given['turnstile-token'];
    return punchTarget({
      url: url.href,
      ...ifGiven(around.patience, patientWith),
      profile: around.profile ?? (isLoopback(url) ? 'full' : 'production'),
      secret,
      ca,
      openapi: await ifGiven(openapi, (where) => companion('openapi', where, follow)),
      messages: await ifGiven(messages, (where) => companion('messages', where, follow)),
      peerToken: await ifGiven(command, async (text) => (await import('./peer_token.js')).peerTokenBy(text)),
      turnstileToken: ifGiven(turnstile, (token) => Buffer.from(token).toString()),
      srt: given.srt,
    });
  },
});

function brokerUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw new Miscalled(`"${text}" is not a URL: write https://HOST[:PORT]`);
  if (url.username || url.password) {
    throw new Miscalled('a URL must not have credentials: use --secret or an environment variable');
  }
  if (url.href !== `${url.origin}/`) {
    throw new Miscalled(`"${text}" has more than a broker's origin: did you mean ${url.origin}?`);
  }
  return url;
}

async function companion(
  option: 'openapi' | 'messages',
  where: string,
  follow?: boolean,
): Promise<JsonObject> {
  needPackages('@apidevtools/swagger-parser', '@apidevtools/json-schema-ref-parser');
  const { loadMessages, loadOpenapi } = await import('./companion.js');
  const { describeBy } = await import('./description.js');
  try {
    const file = await (option === 'openapi' ? loadOpenapi : loadMessages)(where, follow);
    await describeBy({ [option]: file });
    return file;
  } catch (error) {
    throw new Miscalled(`--${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export const punch: RunnerPlugin = {
  protocol: 'punch',
  examples,
  tools,
  kinds: [broker],
  packages: BROKER_PACKAGES,
  reference: referencePeers({
    provides: ['punch'],
    options: { srt },
    async start(given) {
      const { startBroker } = await import('../../reference/punch/peers/broker/broker.js');
      const { punchTarget } = await import('./target.js');
      const started = await startBroker();
      return punchTarget({
        url: started.url,
        name: 'broker',
        secret: started.secret,
        profile: 'full',
        srt: given.srt ?? false,
        onClose: started.close,
      });
    },
  }),
  same: () => import('./same_changes.js'),
  wrong: () => import('./wrong_peers.js'),
  fuzz: () => import('./fuzz.js'),
  models: () => import('./fuzz_model.js'),
  served: () => import('./served.js'),
};
