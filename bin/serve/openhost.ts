import { readFileSync, writeFileSync } from 'node:fs';
import { startGateway } from '../../reference/openhost/peers/client/gateway.js';
import { startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { startRelay } from '../../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import { createIdentity } from '../../reference/openhost/peers/wire/keys.js';
import { clientIdentity } from '../../runners/openhost/live.js';
import { UsageError } from '../command.js';
import { tell } from '../output.js';
import { readSecret } from '../secret.js';
import type { Served, ServeOptions } from './served.js';

/** A relay, a daemon behind it, or a client as a local HTTP server: one each in three terminals. */
export async function serve(options: ServeOptions): Promise<Served> {
  if (options.role === 'relay') return relay(options);
  if (options.role === 'daemon') return daemon(options);
  if (options.role === 'client') return client(options);
  throw new UsageError('say which: conform serve openhost relay, daemon or client');
}

async function relay({
  host,
  port,
  tls,
  'ca-file': file,
  'put-delay': putDelay,
}: ServeOptions): Promise<Served> {
  const started = await startRelay({ host, port, tls, faults: putDelay === undefined ? {} : { putDelay } });
  if (file !== undefined && started.ca !== undefined) writeFileSync(file, started.ca);
  return { lines: [started.url], close: started.close };
}

function substrates({ relay: urls = [], ca }: ServeOptions) {
  if (urls.length === 0) throw new UsageError('say by --relay where to publish and to look');
  const authority = ca === undefined ? undefined : readFileSync(ca, 'utf8');
  return urls.map((url) => relaySubstrate(url, authority));
}

/** How many of the clients that follow from --secret are paired. */
const PAIRED = 300;

async function daemon(options: ServeOptions): Promise<Served> {
  const secret = options.secret === undefined ? undefined : Buffer.from(readSecret('secret', options.secret));
  const derived = secret ? Array.from({ length: PAIRED }, (_, i) => clientIdentity(secret, i).name) : [];
  const started = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates: substrates(options),
    dialect: options.dialect ?? 'spec',
    allow: [...(options.allow ?? []), ...derived],
    throttleMs: 0,
    ...(options.forward === undefined
      ? {}
      : {
          forward: {
            target: options.forward,
            ...(options.websocket === undefined ? {} : { websockets: options.websocket }),
          },
        }),
    log: tell,
  });
  return { lines: [started.url], close: started.close };
}

async function client(options: ServeOptions): Promise<Served> {
  if (options.url === undefined)
    throw new UsageError('name the host: conform serve openhost client --url oh://KEY/');
  const secret = options.secret === undefined ? undefined : Buffer.from(readSecret('secret', options.secret));
  const identity = secret ? clientIdentity(secret, PAIRED - 1) : createIdentity();
  const started = await startGateway(
    options.url,
    {
      identity,
      certificate: createDtlsCertificate(),
      substrates: substrates(options),
      dialect: options.dialect ?? 'spec',
    },
    options.port,
  );
  return { lines: [started.url, `client key: ${identity.name}`], close: started.close };
}
