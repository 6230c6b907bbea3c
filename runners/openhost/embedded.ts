/** The reference daemon as a target, or a deliberately wrong daemon in its place. */
import { defined } from '../../defined.js';
import type { DaemonChange } from '../../reference/mutants/openhost/mutant.js';
import type { Dialect } from '../../reference/openhost/dialect.js';
import { startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { ConfigRefused, type DaemonOptions } from '../../reference/openhost/peers/daemon/options.js';
import { DAEMON_RULES } from '../../reference/openhost/peers/daemon/rules.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { RELAY_RULES, type RelayRules } from '../../reference/openhost/peers/relay/rules.js';
import { type Relay, type SendAnswer, startRelay } from '../../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import type { Target } from '../../suites/model.js';
import type { Settings } from '../../suites/openhost/port.js';
import { clientPort } from './client_port.js';
import { MAX_BODY } from './configuration.js';
import { NotUp } from './daemon_program.js';
import { type Deployment, deploymentOf, type Reached } from './deployment.js';
import { type EmbeddedClient, embeddedClient } from './embedded_client.js';
import type { Offerer } from './pace.js';
import { openhostPort } from './port.js';
import { type OwnService, startService } from './service.js';
import { TUNNELS } from './tunnels.js';

export interface EmbeddedOptions {
  readonly dialect?: Dialect;
  readonly daemon?: Partial<DaemonOptions>;
  /** Changes the rules of every started daemon. */
  readonly change?: DaemonChange;
  readonly patience?: number;
  /** Replaces the reference client. */
  readonly client?: EmbeddedClient;
  /** Changes the rules of the relay. */
  readonly relay?: (rules: RelayRules) => RelayRules;
  /** How the relay answers, where it does so in a way of its own. */
  readonly send?: SendAnswer;
}

const loopback = ['127.0.0.1'];
/** A relay that never answers is not waited for. */
const MOST_POLLS = 10;

export async function embeddedOpenhost({
  dialect = 'spec',
  daemon = {},
  change = (rules) => rules,
  patience = 15_000,
  client,
  relay: changeRelay = (rules) => rules,
  send,
}: EmbeddedOptions = {}): Promise<Target> {
  const relay = await startRelay({ rules: changeRelay(RELAY_RULES), ...defined({ send }) });
  const service = await startService();
  const deployment = await deploy({}, { relay, service, dialect, daemon, change, patience });
  return {
    name: 'reference:openhost',
    kind: 'openhost',
    capabilities: { dialect, relays: 1 },
    ports: {
      openhost: (context) => openhostPort(deployment, context),
      openhostClient: (context) =>
        clientPort({ dialect, browser: client?.browser === true }, embeddedClient(dialect, client), context),
    },
    dialects: { 'openhost/packet': dialect, 'openhost/fragment': dialect },
    protocols: ['openhost'],
    concurrency: 6,
    production: false,
    async close() {
      await deployment.close();
      await service.close();
      await relay.close();
    },
  };
}

interface Surroundings extends Required<Pick<EmbeddedOptions, 'dialect' | 'daemon' | 'change' | 'patience'>> {
  readonly relay: Relay;
  readonly service: OwnService;
}

function optionsOf(
  settings: Settings,
  { service, dialect, daemon, change }: Surroundings,
): Omit<DaemonOptions, 'identity' | 'substrates' | 'pairs'> {
  return {
    certificate: createDtlsCertificate(),
    dialect,
    watch: [],
    pollMs: 30,
    throttleMs: 0,
    burst: 10_000,
    bindingTimeoutMs: 1500,
    addresses: loopback,
    ...defined({ turn: settings.turn, disc: settings.disc }),
    ...(settings.forward === 'none'
      ? {}
      : {
          forward: {
            target: settings.forward === 'down' ? 'http://127.0.0.1:9' : service.target,
            maxBody: settings.maxBody ?? MAX_BODY,
            ...defined({ host: settings.host }),
            ...(settings.websockets === null ? {} : { websockets: settings.websockets ?? TUNNELS }),
          },
        }),
    rules: { ...DAEMON_RULES, ...change(DAEMON_RULES) },
    ...daemon,
  };
}

async function deploy(settings: Settings, around: Surroundings): Promise<Deployment> {
  const { relay, service, dialect, patience } = around;
  const identity = createIdentity();
  const substrates = [relaySubstrate(relay.url)];
  const paired = new Set<string>();
  let broken = false;
  const pairs = () => {
    if (broken) throw new Error('broken');
    return [...paired];
  };
  const start = () => startDaemon({ identity, substrates, pairs, ...optionsOf(settings, around) });
  let daemon = await start().catch((error: unknown) => {
    throw error instanceof ConfigRefused ? new NotUp(error.message) : error;
  });
  /** The first poll may have begun before the offer was published, and a relay may lose a look. */
  async function considered({ name }: Offerer, signal: AbortSignal) {
    let looks = 0;
    for (let polls = 0; looks < 2 && polls < MOST_POLLS && !signal.aborted; polls++) {
      if (!(await daemon.poll()).has(name)) looks++;
    }
  }
  const reached: Reached = {
    key: identity.publicKey,
    dialect,
    substrates,
    addresses: loopback,
    patience,
    pace: {
      patience: () => patience,
      considered,
      answered: () => {},
      async polled() {
        await daemon.poll();
        await daemon.poll();
      },
    },
    alone: true,
    tick: 10,
    async client(unpaired) {
      const client = createIdentity();
      if (unpaired) daemon.watch(client.name);
      else paired.add(client.name);
      return client;
    },
    async pair(client) {
      paired.add(client.name);
    },
    release(client) {
      paired.delete(client.name);
      daemon.unpair(client.name);
    },
    pairs: {
      damage() {
        broken = true;
      },
      mend() {
        broken = false;
      },
    },
    ...(settings.forward === 'none' ? {} : { service }),
    start: (more) => deploy(more, around),
    async restart() {
      await daemon.close();
      daemon = await start();
    },
    outdated: () => relay.store.outdated.get(identity.name),
    renew: () => daemon.publish(),
  };
  return deploymentOf(reached, () => daemon.close());
}
