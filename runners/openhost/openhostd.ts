/**
 * A daemon that we configure, start and stop. The command has the interface of the public implementation. Any other
 * daemon can be wrapped in a script with the same interface:
 *   COMMAND --config FILE identity show    prints oh://KEY
 *   COMMAND --config FILE pair add KEY     also while the daemon runs
 *   COMMAND --config FILE pair remove KEY  also while the daemon runs
 *   COMMAND --config FILE run              runs until SIGTERM; an earlier exit means that the configuration is rejected
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import type { Relay } from '../../reference/openhost/peers/relay/server.js';
import { Unclaimed } from '../../suites/case.js';
import type { Target } from '../../suites/model.js';
import type { Settings } from '../../suites/openhost/port.js';
import { removeFolder, temporaryFolder } from '../cleanup/temporary.js';
import type { Variables } from '../environment.js';
import { redactCommand } from '../redacted_command.js';
import { configuration, PAIRS } from './configuration.js';
import { breakable, identityShown, trusting } from './daemon_files.js';
import { daemonPace } from './daemon_pace.js';
import { type DaemonProgram, daemonProgram, type ProgramLimits } from './daemon_program.js';
import { type Deployment, deploymentOf, type Reached } from './deployment.js';
import { keepRunning } from './kept_running.js';
import { localAddresses, probeDialect } from './live.js';
import { type Looks, watchLooks } from './looks.js';
import { fromWithin, startOwnRelay } from './own_relay.js';
import { pairedClients } from './paired_clients.js';
import { openhostPort } from './port.js';
import { revived } from './revived.js';
import { type OwnService, startService } from './service.js';

export interface OpenhostdOptions extends ProgramLimits {
  readonly command: readonly [string, ...string[]];
  /** Environment variables beside those that every program inherits. */
  readonly env?: Variables | undefined;
  readonly patience?: number;
  /** Aborts the start. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a packet after which the daemon has stopped publishing. */
  readonly longestQuiet?: number;
}

interface Around {
  readonly program: DaemonProgram;
  readonly patience: number;
  readonly relay: Relay;
  readonly looks: Looks;
  readonly service: OwnService;
  readonly dir: string;
  readonly longestQuiet: number;
  /** Remarks on its daemons that concern the whole run. */
  readonly remarks: string[];
}

/** Milliseconds for an answer. */
export const PATIENCE = 12_000;
/** For a daemon that is configured to publish every five seconds. A busy machine may more than double that. */
const LONGEST_QUIET = 30_000;

export async function openhostdTarget({
  command,
  env: variables,
  patience = PATIENCE,
  signal,
  longestQuiet = LONGEST_QUIET,
  ...limits
}: OpenhostdOptions): Promise<Target> {
  const relay = await startOwnRelay(true);
  const service = await startService();
  const dir = temporaryFolder('openhostd');
  const env = trusting(dir, relay.ca ?? '', variables);
  const program = daemonProgram(command, { env, signal, ...limits });
  const leave = async () => {
    await program.close();
    await service.close();
    await relay.close();
    removeFolder(dir);
  };
  const remarks: string[] = [];
  let deployment: Deployment;
  try {
    const looks = watchLooks(relay.store);
    deployment = await deploy({}, { program, patience, relay, looks, service, dir, longestQuiet, remarks });
  } catch (error) {
    await leave();
    throw error;
  }
  const { dialect } = deployment;
  return {
    name: `openhostd:${redactCommand(command.join(' ')).shown}`,
    kind: 'openhost',
    capabilities: { dialect, relays: 1, service: true },
    ports: {
      async openhost(context) {
        await revived(deployment, context);
        return openhostPort(deployment, context);
      },
    },
    dialects: { 'openhost/packet': dialect, 'openhost/fragment': dialect },
    protocols: ['openhost'],
    concurrency: 4,
    production: false,
    remarks: () => remarks,
    async close() {
      await Promise.all([program.close(), deployment.close()]);
      await leave();
    },
  };
}

async function deploy(settings: Settings, around: Around): Promise<Deployment> {
  const { program, relay, looks, service, patience } = around;
  const dir = mkdtempSync(join(around.dir, 'daemon-'));
  const file = join(dir, 'daemon.toml');
  writeFileSync(file, configuration({ dir, relay: relay.url, service: service.target, settings }));
  const { key, name } = await identityShown(program, file);
  const outdated = () => relay.store.outdated.get(name);
  const run = () => {
    const since = relay.store.get(name)?.seq;
    const rejected = outdated();
    return program.run(file, () => relay.store.get(name)?.seq !== since || outdated() !== rejected);
  };
  const { stop, ...kept } = await keepRunning({
    run,
    quiet: () => Date.now() - (relay.store.get(name)?.at ?? 0),
    longestQuiet: around.longestQuiet,
    async onRevived(told) {
      around.remarks.push(told);
      started.gate.reset();
      await Promise.all(started.idle.empty().map((wire) => wire.disconnect()));
    },
  });
  const substrates = [fromWithin(relay)];
  const beat = createIdentity().name;
  const clients = pairedClients({
    call: (verb, client) => program.call(file, 'pair', verb, client),
    looks,
    beat,
    remark: (text) => around.remarks.push(text),
  });
  const reached: Reached = {
    key,
    dialect: await probeDialect(key, substrates),
    substrates,
    addresses: localAddresses(),
    patience,
    pace: daemonPace({ looks, store: relay.store, beat, patience }),
    tick: 50,
    ...(Object.keys(settings).length > 0
      ? {}
      : { suspects: { unanswered: 'the daemon answers none of the clients that `pair add` allowed' } }),
    async client(unpaired, signal) {
      const identity = createIdentity();
      if (!unpaired) await clients.pair(identity.name, signal);
      return identity;
    },
    pair: ({ name: client }, signal) => clients.pair(client, signal),
    release: ({ name: client }, over) => clients.release(client, over),
    ...(settings.forward === 'none' ? {} : { service }),
    async start(more) {
      if (more.disc !== undefined)
        throw new Unclaimed('its configuration has no setting for the text of its record');
      return deploy(more, around);
    },
    pairs: breakable(join(dir, PAIRS)),
    outdated,
    ...kept,
    differsIn: Object.keys(settings),
  };
  const started = deploymentOf(reached, stop);
  return started;
}
