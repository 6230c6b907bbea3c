/** A relay, a daemon behind it, and a client as a local HTTP server, each in its own terminal. */
import { defined } from '../../../defined.js';
import { DialFailed, parseUrl } from '../../../reference/openhost/peers/client/dial.js';
import { startGateway } from '../../../reference/openhost/peers/client/gateway.js';
import { startDhtNode } from '../../../reference/openhost/peers/dht/dht.js';
import { createIdentity } from '../../../reference/openhost/peers/identity.js';
import { RELAY_RULES, type RelayRules } from '../../../reference/openhost/peers/relay/rules.js';
import { startRelay } from '../../../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../../../reference/openhost/peers/rtc/certificate.js';
import { type Given, Miscalled } from '../../options.js';
import { type ServeAround, type Served, type ServedPeer, servedPeer } from '../../served_peer.js';
import { clientIdentity, SERVED_CLIENT } from '../clients.js';
import { configuredDaemon, daemon } from './daemon.js';
import { dht, endOptions } from './end_options.js';
import { closing, placesOf } from './places.js';
import { faults, withFault } from './relay_faults.js';
import { readNodes } from './values.js';

const relay = servedPeer({
  name: 'openhost relay',
  listens: ['port', 'host'],
  tls: 'authority',
  options: {
    'put-delay': { form: 'milliseconds', describe: 'openhost relay: milliseconds before PUT is answered' },
    'get-delay': { form: 'milliseconds', describe: 'openhost relay: milliseconds before GET is answered' },
    fault: { form: 'choice', choices: faults, describe: 'openhost relay: the fault that it has' },
  },
  examples: [['openhost relay --port 8080', 'a Pkarr relay']],
  async start(given, { port, host, tls }) {
    const [putDelay, getDelay, fault] = [given['put-delay'], given['get-delay'], given.fault];
    const delays = { PUT: putDelay ?? 0, GET: getDelay ?? 0 };
    const rules: RelayRules = { ...RELAY_RULES, pause: (method) => delays[method] };
    const started = await startRelay({
      ...{ host, port, tls },
      rules: fault === undefined ? rules : withFault(rules, fault),
    });
    return {
      lines: [started.url],
      close: started.close,
      ...defined({ ca: started.ca }),
    };
  },
});

/** The first node of a network, or a further one. */
const dhtNode = servedPeer({
  name: 'openhost dht',
  listens: ['port'],
  options: { dht },
  examples: [],
  async start(given, { port }) {
    const node = await startDhtNode({ port, bootstrap: readNodes(given.dht) });
    return { lines: [node.address], close: node.close };
  },
});

const clientOptions = {
  ...endOptions,
  url: { form: 'text', describe: 'openhost client: oh://KEY/, as well' },
} as const;

const client = servedPeer({
  name: 'openhost client',
  words: { most: 1, describe: 'openhost client: oh://KEY/' },
  listens: ['port'],
  options: clientOptions,
  examples: [],
  start: startClient,
});

async function startClient(given: Given<typeof clientOptions>, around: ServeAround): Promise<Served> {
  const [word] = around.words;
  if (given.url !== undefined && word !== undefined)
    throw new Miscalled(`--url and ${word} both name a host: give one of them`);
  const url = given.url ?? word;
  if (url === undefined) throw new Miscalled('the host is missing: conform serve openhost client oh://KEY/');
  parsed(url);
  const identity = given.secret ? clientIdentity(given.secret, SERVED_CLIENT) : createIdentity();
  const places = await placesOf(given);
  const started = await startGateway(
    url,
    {
      identity,
      certificate: createDtlsCertificate(),
      substrates: places,
      dialect: given.dialect === 'deployed' ? 'deployed' : 'spec',
    },
    around.port,
  );
  return { lines: [started.url, `client key: ${identity.name}`], close: closing(started, places) };
}

/** Checks the URL before the start, because a gateway connects only at the first request. */
function parsed(url: string): void {
  try {
    parseUrl(url);
  } catch (error) {
    if (error instanceof DialFailed) throw new Miscalled(error.message);
    throw error;
  }
}

export const peers: readonly ServedPeer[] = [relay, dhtNode, daemon, configuredDaemon, client];
