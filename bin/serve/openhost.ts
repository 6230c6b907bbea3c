import { DialFailed, parseUrl } from '../../reference/openhost/peers/client/dial.js';
import { startGateway } from '../../reference/openhost/peers/client/gateway.js';
import { startDhtNode } from '../../reference/openhost/peers/dht/dht.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { startRelay } from '../../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { clientIdentity, PAIRED_CLIENTS } from '../../runners/openhost/live.js';
import { UsageError } from '../command.js';
import { readSecret } from '../secret.js';
import { faultOf } from './faults.js';
import { daemon } from './openhost_daemon.js';
import { closing, placesOf } from './places.js';
import { type Served, type ServeOptions, writeAuthority } from './served.js';
import { readDelay, readNodes } from './values.js';

/** A relay, a daemon behind it, or a client as a local HTTP server: one each in three terminals. */
export async function serve(options: ServeOptions): Promise<Served> {
  if (options.role === 'relay') return relay(options);
  if (options.role === 'dht') return dhtNode(options);
  if (options.role === 'daemon') return daemon(options);
  if (options.role === 'client') return client(options);
  throw new UsageError('say which: conform serve openhost relay, dht, daemon or client');
}

async function relay({
  host,
  port,
  tls,
  'ca-file': file,
  'put-delay': putDelay,
  'get-delay': getDelay,
  fault,
}: ServeOptions): Promise<Served> {
  const faults = {
    ...(putDelay === undefined ? {} : { putDelay: readDelay('put-delay', putDelay) }),
    ...(getDelay === undefined ? {} : { getDelay: readDelay('get-delay', getDelay) }),
    ...(fault === undefined ? {} : faultOf(fault)),
  };
  const started = await startRelay({ host, port, tls, faults });
  if (started.ca !== undefined) writeAuthority(file, started.ca);
  return { lines: [started.url], close: started.close };
}

/** The first of a network, or one more of it. */
async function dhtNode({ port, dht }: ServeOptions): Promise<Served> {
  const node = await startDhtNode({ port, bootstrap: readNodes(dht) });
  return { lines: [node.address], close: node.close };
}

async function client(options: ServeOptions): Promise<Served> {
  const [word] = options.action ?? [];
  if (options.url !== undefined && word !== undefined) throw new UsageError(`either --url or ${word}`);
  const url = options.url ?? word;
  if (url === undefined) throw new UsageError('name the host: conform serve openhost client oh://KEY/');
  parsed(url);
  const secret = options.secret === undefined ? undefined : Buffer.from(readSecret('secret', options.secret));
  const identity = secret ? clientIdentity(secret, PAIRED_CLIENTS) : createIdentity();
  const places = await placesOf(options);
  const started = await startGateway(
    url,
    {
      identity,
      certificate: createDtlsCertificate(),
      substrates: places,
      dialect: options.dialect ?? 'spec',
    },
    options.port,
  );
  return { lines: [started.url, `client key: ${identity.name}`], close: closing(started, places) };
}

/** A gateway dials at the first request only: what is no URL at all is said before. */
function parsed(url: string): void {
  try {
    parseUrl(url);
  } catch (error) {
    if (error instanceof DialFailed) throw new UsageError(error.message);
    throw error;
  }
}
