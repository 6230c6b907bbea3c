/** One end on libdatachannel, in its own process. It gets a task, replies once, and ends with its parent. */
import { cleanup } from 'node-datachannel';
import { hex } from '../../reference/bytes/hex.js';
import { DialFailed, dial } from '../../reference/openhost/peers/client/dial.js';
import { startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { DAEMON_RULES } from '../../reference/openhost/peers/daemon/rules.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import { exchange, type Got } from './exchange.js';
import { answerSession, offerSession } from './session.js';

export type Task =
  | { readonly role: 'client'; readonly relay: string; readonly url: string; readonly seed: string }
  | {
      readonly role: 'daemon';
      readonly relay: string;
      readonly client: string;
      readonly forward: string;
      /** It presents another certificate than the one in its record. */
      readonly otherCertificate: boolean;
    };

export type Reply =
  | { readonly url: string }
  | { readonly got: readonly Got[] }
  | { readonly failed: string; readonly step?: string };

const patienceMs = 15_000;
const pollMs = 50;
let close = async () => {};

async function run(task: Task): Promise<Reply> {
  const substrates = [relaySubstrate(task.relay)];
  const certificate = createDtlsCertificate();
  if (task.role === 'daemon') {
    const daemon = await startDaemon({
      identity: createIdentity(),
      certificate,
      substrates,
      watch: [task.client],
      pollMs,
      forward: { target: task.forward },
      answerSession,
      ...(task.otherCertificate
        ? { rules: { ...DAEMON_RULES, showCertificate: createDtlsCertificate } }
        : {}),
    });
    close = daemon.close;
    return { url: daemon.url };
  }
  const dialled = await dial(task.url, {
    identity: createIdentity(hex.decode(task.seed)),
    certificate,
    substrates,
    bindingMode: 'cert_fp',
    pollMs,
    timeoutMs: patienceMs,
    offerSession,
  });
  close = dialled.close;
  return { got: await exchange(dialled.channel) };
}

process.once('disconnect', () => {
  void close().finally(() => cleanup());
});
process.once('message', (task: Task) => {
  run(task)
    .catch((error: unknown): Reply => {
      const step = error instanceof DialFailed ? { step: error.step } : {};
      return { failed: String(error), ...step };
    })
    .then((reply) => process.send?.(reply));
});
