/**
 * Pairs of the reference and the Rust peer, in both roles: connections that must work, and connections that must be
 * rejected.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { sent } from '../../reference/mutants/openhost/frame_changes.js';
import type { Dialect } from '../../reference/openhost/dialect.js';
import { openConnection } from '../../reference/openhost/peers/client/connection.js';
import { DialFailed, type DialOptions, dial } from '../../reference/openhost/peers/client/dial.js';
import { CLIENT_RULES } from '../../reference/openhost/peers/client/rules.js';
import { startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import type { DaemonOptions } from '../../reference/openhost/peers/daemon/options.js';
import { DAEMON_RULES } from '../../reference/openhost/peers/daemon/rules.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createDtlsCertificate, stolen } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import { type RustPeer, startPeer } from './rust.js';

/** The surroundings that both ends need. */
export interface Lab {
  readonly program: string;
  readonly relay: { readonly url: string; readonly ca?: string };
  /** A file with the authority of the relay. rustls needs one even without TLS. */
  readonly authority: string;
  /** An HTTP service that echoes requests. */
  readonly echo: string;
}

export interface Pair {
  readonly name: string;
  run(lab: Lab, closers: (() => unknown)[]): Promise<void>;
}

const size = 1 << 20;
const body = Uint8Array.from({ length: size }, (_, at) => at % 251);
const digest = createHash('sha256').update(body).digest('hex');
/** webrtc-rs reports a failed connection at once. If nobody ends the connection, it gives up only after seconds. */
const connectionFailed = 'connect: the connection is failed';

interface RustDaemon {
  readonly peer: RustPeer;
  /** Dials it with the reference client. */
  dialled(options?: Partial<DialOptions>): ReturnType<typeof dial>;
}

function rust(lab: Lab, closers: (() => unknown)[], words: readonly string[]): RustPeer {
  const env = { SSL_CERT_FILE: lab.authority, NO_PROXY: '127.0.0.1' };
  const peer = startPeer(lab.program, [...words, '--relay', lab.relay.url], env);
  closers.push(peer.stop);
  return peer;
}

async function rustDaemon(
  lab: Lab,
  closers: (() => unknown)[],
  dialect: Dialect,
  ...words: readonly string[]
): Promise<RustDaemon> {
  const identity = createIdentity();
  const seed = Buffer.from(createIdentity().seed).toString('hex');
  const peer = rust(lab, closers, [
    ...['daemon', '--seed', seed, '--dialect', dialect, '--watch', identity.name],
    ...words,
  ]);
  const url = await peer.said('up ');
  return {
    peer,
    async dialled(options) {
      const connection = await dial(url, {
        identity,
        certificate: createDtlsCertificate(),
        substrates: [relaySubstrate(lab.relay.url, lab.relay.ca)],
        dialect,
        bindingMode: 'cert_fp',
        pollMs: 100,
        timeoutMs: 15_000,
        ...options,
      });
      closers.push(connection.close);
      return connection;
    },
  };
}

interface RustClient {
  readonly peer: RustPeer;
  /** The log of our daemon. */
  readonly log: readonly string[];
}

async function rustClient(
  lab: Lab,
  closers: (() => unknown)[],
  options: Partial<DaemonOptions>,
  ...words: readonly string[]
): Promise<RustClient> {
  const identity = createIdentity();
  const log: string[] = [];
  const { dialect = 'spec' } = options;
  const daemon = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates: [relaySubstrate(lab.relay.url, lab.relay.ca)],
    watch: [identity.name],
    pollMs: 100,
    forward: { target: lab.echo },
    log: (line) => log.push(line),
    ...options,
  });
  closers.push(daemon.close);
  const seed = Buffer.from(identity.seed).toString('hex');
  const known = ['client', '--seed', seed, '--dialect', dialect, '--url', daemon.url, '--body', String(size)];
  return { peer: rust(lab, closers, [...known, ...words]), log };
}

async function whole(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

const whyNot = (dialled: Promise<unknown>): Promise<string> =>
  dialled.then(
    () => 'connected',
    (error: unknown) => (error instanceof DialFailed ? error.message : String(error)),
  );

const dialects: readonly Dialect[] = ['spec', 'deployed'];

const working: readonly Pair[] = dialects.flatMap((dialect): Pair[] => [
  {
    name: `our client, their daemon, ${dialect}: 1 MiB there and back, three requests at once`,
    async run(lab, closers) {
      const { peer, dialled } = await rustDaemon(lab, closers, dialect);
      const { channel } = await dialled();
      await peer.said('bound ');
      const connection = openConnection(channel, { dialect });
      const sent = [body, body.subarray(0, 10), body.subarray(0, 70_000)];
      const answers = await Promise.all(
        sent.map((part, at) => connection.request({ method: 'POST', target: `/${at}`, body: part })),
      );
      for (const [at, answer] of answers.entries()) {
        assert.equal(answer.status, 200);
        assert.deepEqual(
          answer.headers.find(([name]) => name === 'X-Asked'),
          ['X-Asked', `POST /${at} HTTP/1.1`],
        );
        assert.deepEqual(new Uint8Array(await whole(answer.body)), sent[at]);
      }
      connection.close();
    },
  },
  {
    name: `their client, our daemon, ${dialect}: 1 MiB to the service and back`,
    async run(lab, closers) {
      const { peer } = await rustClient(lab, closers, { dialect });
      assert.equal(await peer.said('body '), `${size} ${digest}`);
      assert.ok(peer.lines.includes('head HTTP/1.1 200 OK'), peer.lines.join('; '));
      await peer.ended;
      assert.ok(!peer.lines.some((line) => line.startsWith('failed')), peer.lines.join('; '));
    },
  },
]);

const refused: readonly Pair[] = [
  {
    name: 'their daemon shows another certificate than it publishes: our client does not connect',
    async run(lab, closers) {
      const { peer, dialled } = await rustDaemon(lab, closers, 'spec', '--wrong', 'fingerprint');
      const why = 'connect: the peer shows another certificate than the pinned one';
      assert.equal(await whyNot(dialled()), why);
      assert.ok(!peer.lines.some((line) => line.startsWith('bound')));
    },
  },
  {
    name: 'their daemon signs the binding with another key: our client does not bind',
    async run(lab, closers) {
      const { dialled } = await rustDaemon(lab, closers, 'spec', '--wrong', 'signature');
      assert.equal(await whyNot(dialled()), 'binding: expected AUTH_HOST signed by the host');
    },
  },
  {
    name: 'our client shows a certificate without its key: their daemon does not connect',
    async run(lab, closers) {
      const { peer, dialled } = await rustDaemon(lab, closers, 'spec');
      const why = whyNot(dialled({ certificate: stolen(createDtlsCertificate()) }));
      assert.equal(await peer.said('connection '), 'failed');
      assert.equal(await why, 'connect: the peer ended the handshake with alert 42');
      assert.ok(!peer.lines.some((line) => line.startsWith('bound')));
    },
  },
  {
    name: 'our client signs the binding wrongly: their daemon tears down',
    async run(lab, closers) {
      const { peer, dialled } = await rustDaemon(lab, closers, 'spec');
      const why = whyNot(dialled({ rules: { ...CLIENT_RULES, signAuthClient: () => new Uint8Array(64) } }));
      assert.equal(await peer.said('torn down: '), 'signature does not verify');
      assert.equal(await why, 'binding: the host rejected the binding');
    },
  },
  {
    name: 'our client asks for the exporter: their daemon, which has none, does not answer',
    async run(lab, closers) {
      const { peer, dialled } = await rustDaemon(lab, closers, 'spec');
      const why = whyNot(dialled({ bindingMode: 'exporter', timeoutMs: 4000 }));
      assert.match(await peer.said('refused '), /^binding mode/);
      assert.match(await why, /^answer: none came in time/);
    },
  },
  {
    name: 'their client shows another certificate than it offers: our daemon does not connect',
    async run(lab, closers) {
      const { peer, log } = await rustClient(lab, closers, {}, '--wrong', 'fingerprint');
      assert.equal(await peer.said('failed '), connectionFailed);
      assert.ok(!log.some((line) => line.startsWith('request')));
    },
  },
  {
    name: 'their client signs the binding with another key: our daemon tears down',
    async run(lab, closers) {
      const { peer, log } = await rustClient(lab, closers, {}, '--wrong', 'signature');
      assert.match(await peer.said('failed '), /^binding: expected a frame 0x32 .* not 0xf0$/);
      assert.ok(log.includes('channel torn down: client signature failed to verify'), log.join('; '));
    },
  },
  {
    name: 'our daemon shows another certificate than it publishes: their client does not connect',
    async run(lab, closers) {
      const { peer } = await rustClient(lab, closers, {
        rules: { ...DAEMON_RULES, showCertificate: createDtlsCertificate },
      });
      assert.equal(await peer.said('failed '), connectionFailed);
    },
  },
  {
    name: 'our daemon shows a certificate without its key: their client does not connect',
    async run(lab, closers) {
      const { peer } = await rustClient(lab, closers, {
        rules: { ...DAEMON_RULES, showCertificate: stolen },
      });
      assert.equal(await peer.said('failed '), connectionFailed);
    },
  },
  {
    name: 'our daemon signs the binding wrongly: their client does not bind',
    async run(lab, closers) {
      const { peer } = await rustClient(lab, closers, {
        rules: {
          ...DAEMON_RULES,
          ...sent(0x32, (frame) => [{ ...frame, payload: new Uint8Array(64) }])(DAEMON_RULES),
        },
      });
      assert.equal(await peer.said('failed '), 'binding: signature does not verify');
    },
  },
];

export const pairs: readonly Pair[] = [...working, ...refused];
