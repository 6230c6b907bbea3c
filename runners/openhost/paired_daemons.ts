/** The daemons of a pairing: the reference, or a program that we configure and start. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../../reference/openhost/dialect.js';
import { startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import type { Relay } from '../../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import { Unreachable } from '../../suites/case.js';
import { removeFolder, temporaryFolder } from '../cleanup/temporary.js';
import { configuration } from './configuration.js';
import { identityShown, trusting } from './daemon_files.js';
import { daemonProgram } from './daemon_program.js';
import type { KeptOpen } from './kept_open.js';
import { probeDialect } from './live.js';
import type { Watching } from './witness.js';

/** The dialect of deployed daemons and clients. The reference client accepts both. */
const DIALECT: Dialect = 'deployed';

/** Where a daemon publishes, and what is behind it. */
export interface DaemonPlace {
  readonly relay: Relay;
  /** `http://host:port` */
  readonly service: string;
  readonly signal: AbortSignal;
  /** Closes at the end of the meeting what is given to it. */
  readonly keep: KeptOpen['keep'];
}

export interface PairedDaemon {
  readonly url: string;
  readonly name: string;
  readonly daemon: Watching;
  /** Its dialect, which the reference client then uses, too. */
  readonly dialect: Dialect;
}

export async function referenceDaemon({ relay, service, keep }: DaemonPlace): Promise<PairedDaemon> {
  const identity = createIdentity();
  const daemon = keep(
    await startDaemon({
      identity,
      certificate: createDtlsCertificate(),
      substrates: [relaySubstrate(relay.url, relay.ca)],
      dialect: DIALECT,
      pollMs: 30,
      throttleMs: 0,
      burst: 1000,
      addresses: ['127.0.0.1'],
      forward: { target: service },
    }),
  );
  return { url: daemon.url, name: identity.name, daemon, dialect: DIALECT };
}

/** A program that we configure and start. Each client is paired when it publishes an offer. */
export async function programDaemon(
  command: readonly [string, ...string[]],
  { relay, service, signal, keep }: DaemonPlace,
): Promise<PairedDaemon> {
  const dir = temporaryFolder('openhostd');
  keep({ close: async () => removeFolder(dir) });
  const file = join(mkdtempSync(join(dir, 'daemon-')), 'daemon.toml');
  writeFileSync(file, configuration({ dir, relay: relay.url, service, settings: {} }));
  const program = keep(daemonProgram(command, { env: trusting(dir, relay.ca ?? ''), signal }));
  const { url, key, name } = await identityShown(program, file);
  await program.run(file, () => relay.store.get(name) !== undefined);
  const pairing = new Set<Promise<unknown>>();
  keep({ close: () => Promise.allSettled(pairing) });
  return {
    url,
    name,
    dialect: await probeDialect(key, [relaySubstrate(relay.url, relay.ca)], signal),
    daemon: {
      watch: (client) => void pairing.add(program.call(file, 'pair', 'add', client).catch(notPaired)),
      poll: async () => {},
    },
  };
}

/** Then the client gets no answer, and the missing answer is judged. */
const notPaired = (error: unknown): void => {
  if (!(error instanceof Unreachable)) throw error;
};
