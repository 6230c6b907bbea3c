/**
 * Tests the reference against libdatachannel, a foreign stack for ICE, DTLS and SCTP, in another process: as the client
 * of the reference daemon, and as the daemon of the reference client.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { inPackage } from '../package.js';
import { DialFailed, type DialOptions, dial } from '../reference/openhost/peers/client/dial.js';
import { CLIENT_RULES } from '../reference/openhost/peers/client/rules.js';
import { startDaemon } from '../reference/openhost/peers/daemon/daemon.js';
import { DAEMON_RULES, type DaemonRules } from '../reference/openhost/peers/daemon/rules.js';
import { createIdentity } from '../reference/openhost/peers/identity.js';
import { startRelay } from '../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate, stolen } from '../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../reference/openhost/peers/substrate.js';
import { exchange, type Got, startUpstream } from './node_datachannel/exchange.js';
import type { Reply, Task } from './node_datachannel/peer.js';
import { openTally } from './tally.js';

const replyMs = 40_000;
const endMs = 5000;
const dialMs = 10_000;
const pollMs = 50;

const tally = openTally();
const check = (what: string, right: boolean, seen: string): void =>
  tally.tell(what, right ? undefined : seen);

async function replyOf(child: ChildProcess): Promise<Reply> {
  const signal = AbortSignal.timeout(replyMs);
  const said = once(child, 'message', { signal }).then(([reply]) => reply as Reply);
  const gone = once(child, 'exit', { signal }).then(([code, by]) => ({
    failed: `it ended with ${by ?? code}`,
  }));
  return Promise.race([said, gone]).catch((error: unknown) => ({ failed: String(error) }));
}

/** Passes the reply of the child to `use`. Then the child must end by itself. */
async function withPeer(task: Task, use: (reply: Reply) => Promise<void> | void): Promise<void> {
  const child = fork(inPackage('dist', 'checks', 'node_datachannel', 'peer.js'));
  const exited = once(child, 'exit');
  try {
    child.send(task);
    await use(await replyOf(child));
  } finally {
    if (child.connected) child.disconnect();
    const kill = setTimeout(() => child.kill('SIGKILL'), endMs);
    const [code, signal] = await exited;
    clearTimeout(kill);
    check(`the process of the ${task.role} ends by itself`, code === 0, `it ended with ${signal ?? code}`);
  }
}

const upstream = await startUpstream();
const relay = await startRelay();
const substrates = [relaySubstrate(relay.url)];

function compare(who: string, got: readonly Got[]): void {
  for (const [at, right] of upstream.expected.entries()) {
    const one = got[at];
    const same = one?.status === right.status && one.length === right.length && one.sha256 === right.sha256;
    check(`${who}: ${right.what}, ${right.length} bytes`, same, JSON.stringify(one));
  }
}

async function asClient(who: string, changed: Partial<DaemonRules>, judge: (reply: Reply) => void) {
  const client = createIdentity();
  const daemon = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates,
    watch: [client.name],
    pollMs,
    forward: { target: upstream.target },
    rules: { ...DAEMON_RULES, ...changed },
  });
  console.log(who);
  const seed = Buffer.from(client.seed).toString('hex');
  try {
    await withPeer({ role: 'client', relay: relay.url, url: daemon.url, seed }, judge);
  } finally {
    await daemon.close();
  }
}

async function asDaemon(
  who: string,
  { otherCertificate = false, ...own }: Partial<DialOptions> & { readonly otherCertificate?: boolean },
  judge: (got: readonly Got[] | string, took: number) => void,
) {
  const identity = createIdentity();
  const { target: forward } = upstream;
  console.log(who);
  await withPeer(
    { role: 'daemon', relay: relay.url, client: identity.name, forward, otherCertificate },
    async (reply) => {
      if (!('url' in reply)) return judge(JSON.stringify(reply), 0);
      const start = performance.now();
      const dialled = await dial(reply.url, {
        identity,
        certificate: createDtlsCertificate(),
        substrates,
        bindingMode: 'cert_fp',
        pollMs,
        timeoutMs: dialMs,
        ...own,
      }).catch((error: unknown) => (error instanceof DialFailed ? error.step : String(error)));
      const took = performance.now() - start;
      if (typeof dialled === 'string') return judge(dialled, took);
      try {
        judge(await exchange(dialled.channel), took);
      } finally {
        await dialled.close();
      }
    },
  );
}

const refusedBy = (who: string) => (reply: Reply) =>
  check(`${who} refuses`, 'step' in reply && reply.step === 'connect', JSON.stringify(reply));
const atConnect = (who: string) => (got: readonly Got[] | string, took: number) => {
  check(`${who} refuses`, got === 'connect', JSON.stringify(got));
  check('our client knows before its time is over', took < dialMs, `after ${took} ms`);
};

try {
  await asClient('libdatachannel as client', {}, (reply) =>
    compare(
      'it gets',
      'got' in reply ? reply.got : [{ what: JSON.stringify(reply), status: 0, length: 0, sha256: '' }],
    ),
  );
  const other = { showCertificate: createDtlsCertificate };
  await asClient('of a daemon with another certificate', other, refusedBy('it'));
  await asClient('of a daemon with a stolen certificate', { showCertificate: stolen }, refusedBy('it'));
  await asDaemon('libdatachannel as daemon', {}, (got) =>
    compare(
      'our client gets',
      typeof got === 'string' ? [{ what: got, status: 0, length: 0, sha256: '' }] : got,
    ),
  );
  await asDaemon('with another certificate', { otherCertificate: true }, atConnect('our client'));
  const disguised: Partial<DialOptions> = {
    rules: {
      ...CLIENT_RULES,
      offerBlob: (reach, offered) =>
        CLIENT_RULES.offerBlob(reach, { ...offered, fingerprint: createDtlsCertificate().fingerprint }),
    },
  };
  await asDaemon('of a client with another certificate', disguised, atConnect('it'));
  await asDaemon(
    'of a client with a stolen certificate',
    { certificate: stolen(createDtlsCertificate()) },
    atConnect('it'),
  );
} finally {
  await relay.close();
  upstream.close();
}
process.exitCode = tally.end(': between libdatachannel and the reference, both ways');
