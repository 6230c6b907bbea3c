/** Which upgrades a daemon passes to the service. */
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case } from '../model.js';
import { type DaemonGrounds, daemonCase } from './daemon_case.js';
import { headerValues, provenanceOf, requestBytes, requestOver } from './exchange.js';
import { expectFrame } from './heard.js';
import type { OpenhostPort } from './port.js';
import { open, upgradeToChat } from './upgrade.js';

const EXPOSED = 'A WebSocket endpoint that the operator did not list is reachable from outside.';

interface RefusedUpgrade extends DaemonGrounds {
  readonly daemon: (openhost: OpenhostPort) => Promise<OpenhostPort>;
  readonly target: string;
  readonly headers?: readonly string[];
}

const refused = (
  slug: string,
  title: string,
  { daemon, target, headers = upgradeToChat, ...grounds }: RefusedUpgrade,
): Case =>
  daemonCase({
    ...grounds,
    id: `openhost/4.2/${slug}`,
    title,
    expects: 'refusal',
    control: 'openhost/4.2/accept',
    async run(context) {
      await context.openhost.service();
      const other = await daemon(context.openhost);
      const wire = await other.bound('own');
      context.expect.equal(
        'status of the upgrade',
        (await requestOver(context, wire, { target, headers, id: 1 })).status,
        502,
      );
      context.expect.equal(
        'status of the next request on the channel',
        (await requestOver(context, wire, { target: '/after', id: 2 })).status,
        200,
      );
    },
  });

const unlisted: Omit<RefusedUpgrade, 'target'> = {
  why: EXPOSED,
  requires: ['OPENHOST-4.2-4'],
  daemon: (openhost) => openhost.tunnelling('alone'),
};

export const websocket = [
  refused('unconfigured', 'an upgrade returns 502 when WebSockets are not configured', {
    why: EXPOSED,
    requires: ['OPENHOST-4.2-2'],
    daemon: (openhost) => openhost.variant({ websockets: null }),
    target: '/live',
  }),
  refused('unlisted', 'an upgrade of a path that is not listed returns 502', {
    ...unlisted,
    target: '/elsewhere',
  }),
  refused('prefix', 'an upgrade of a path below a listed path returns 502', {
    ...unlisted,
    target: '/live/more',
  }),
  refused('case', 'an upgrade of a listed path in other letter case returns 502', {
    ...unlisted,
    target: '/LIVE',
  }),
  refused('encoded', 'an upgrade of a listed path with a percent-encoded letter returns 502', {
    ...unlisted,
    target: '/li%76e',
  }),
  refused('mixed-case', 'an upgrade to "WebSocket" of a path that is not listed returns 502', {
    ...unlisted,
    why: 'RFC 6455 compares the value of Upgrade without regard to case, so a capital letter passes the list of the operator.',
    target: '/elsewhere',
    headers: upgradeToChat.map((line) => line.replace('Upgrade: websocket', 'Upgrade: WebSocket')),
  }),
  refused('not-101', 'an upgrade that the service answers without 101 returns 502', {
    why: 'The client takes an error page of the service for WebSocket data.',
    requires: ['OPENHOST-4.2-9'],
    daemon: (openhost) => openhost.tunnelling(),
    target: '/live/no',
  }),
  daemonCase({
    id: 'openhost/4.2/empty-list',
    title: 'a daemon with an empty list of WebSocket paths does not start',
    why: 'An operator who clears the list believes that WebSockets are off, or that all are allowed.',
    requires: ['OPENHOST-4.2-3'],
    expects: 'refusal',
    control: 'openhost/4.2/accept',
    async run({ openhost, expect }) {
      expect.equal('start with a list of one path', await openhost.starts({ websockets: ['/x'] }), 'up');
      expect.equal('start with an empty list', await openhost.starts({ websockets: [] }), 'rejected');
    },
  }),
  daemonCase({
    id: 'openhost/4.2/wildcard',
    title: 'the entry * allows an upgrade of any path',
    why: 'Applications that open WebSockets at many paths cannot be served.',
    requires: ['OPENHOST-4.2-5', 'OPENHOST-4.2-1'],
    expects: 'service',
    async run(context) {
      await context.openhost.service();
      const other = await context.openhost.variant({ websockets: ['*'] });
      const wire = await other.bound('own');
      await wire.raw(requestBytes({ target: '/any/where', headers: upgradeToChat, id: 1 }));
      const { payload } = await expectFrame(context, wire, T.RESPONSE_HEAD);
      const line = new TextDecoder().decode(payload).slice(0, 12);
      context.expect.equal('start of the response', line, 'HTTP/1.1 101');
    },
  }),
  daemonCase({
    id: 'openhost/4.2/query',
    title: 'an upgrade of a listed path with a query passes, and its headers reach the service',
    why: 'Applications that pass a token in the query of their WebSocket cannot connect.',
    requires: ['OPENHOST-4.2-4', 'OPENHOST-4.2-7'],
    expects: 'service',
    async run(context) {
      const mark = (await context.openhost.service()).mark();
      await open(context, `/live?${mark}`);
      const [request] = (await context.openhost.service()).seen(mark);
      const names = (request?.headers ?? []).map(([name]) => name.toLowerCase());
      const wanted = [
        'upgrade',
        'connection',
        'sec-websocket-key',
        'sec-websocket-version',
        'sec-websocket-protocol',
      ];
      const missing = wanted.filter((name) => !names.includes(name));
      context.expect.equal('headers of the upgrade that do not reach the service', missing, []);
    },
  }),
  daemonCase({
    id: 'openhost/4.2/upgrade-headers',
    title: 'the service gets the same headers from an upgrade as from any other request',
    why: 'A visitor sends by a WebSocket what the daemon removes from every other request: a spoofed address, or another site.',
    requires: ['OPENHOST-4.1-1', 'OPENHOST-4.1-2', 'OPENHOST-4.1-5', 'OPENHOST-4.1-7', 'OPENHOST-4-14'],
    level: 'should',
    expects: 'service',
    async run(context) {
      const service = await context.openhost.service();
      const mark = service.mark();
      const sent = [
        ...['Connection: X-Named', 'X-Named: hop', 'Keep-Alive: hop', 'Trailer: hop'],
        ...['X-Forwarded-For: hop', 'Forwarded: for=hop', 'X-Kept: yes'],
      ];
      await open(context, `/live?before=${mark}`);
      await open(context, `/live?${mark}`, { more: sent, host: 'other.test' });
      const request = service.seen(mark).at(-1);
      const hops = ['x-named', 'keep-alive', 'trailer', 'x-forwarded-for', 'forwarded'].filter((name) =>
        headerValues(request, name).some((value) => value.includes('hop')),
      );
      context.expect.equal('headers of the upgrade that should not reach the service', hops, []);
      context.expect.equal(
        'headers of provenance with the Host of the client',
        provenanceOf(request, 'other.test'),
        [],
      );
      context.expect.equal('X-Kept at the service', headerValues(request, 'x-kept'), ['yes']);
      context.expect.equal('Host at the service', headerValues(request, 'host'), [service.authority]);
    },
  }),
  daemonCase({
    id: 'openhost/4.2/upgrade-provenance',
    title:
      'an upgrade reaches the service with the configured Host, and without spoofed X-Forwarded-For and Forwarded',
    why: 'A service that trusts these headers grants a visitor who opens a WebSocket the rights of another address.',
    requires: ['OPENHOST-4.1-2', 'OPENHOST-4.1-3', 'OPENHOST-4.1-5'],
    expects: 'refusal',
    control: 'openhost/4.2/accept',
    async run(context) {
      const service = await context.openhost.service();
      const mark = service.mark();
      const spoofed = ['X-Forwarded-For: 203.0.113.9', 'Forwarded: for=203.0.113.9'];
      await open(context, `/live?${mark}`, { more: spoofed, host: 'other.test' });
      const [request, ...others] = service.seen(mark);
      context.expect.equal('further requests that reach the service', others.length, 0);
      const told = provenanceOf(request, '203.0.113.9');
      context.expect.equal('headers of provenance with the text of the client', told, []);
      context.expect.equal('Host at the service', headerValues(request, 'host'), [service.authority]);
    },
  }),
  daemonCase({
    id: 'openhost/4.2/accept',
    title: 'the client gets the 101 with the Sec-WebSocket-Accept of the service',
    why: 'Every WebSocket library rejects the handshake.',
    requires: ['OPENHOST-4.2-8'],
    expects: 'service',
    async run(context) {
      const { head } = await open(context);
      context.expect.equal('start of the response', head.slice(0, 12), 'http/1.1 101');
      const accept = /^sec-websocket-accept: (.*)$/m.exec(head)?.[1]?.trim();
      context.expect.equal('Sec-WebSocket-Accept', accept ?? null, 's3pplmbitxaq9kygzzhzrbk+xoo=');
    },
  }),
  daemonCase({
    id: 'openhost/4.2/accept-headers',
    title: 'the client gets the 101 with its Upgrade and Connection',
    why: 'RFC 6455 tells a client to fail a handshake without these two headers, and every WebSocket library does.',
    requires: ['OPENHOST-4.2-8'],
    expects: 'service',
    async run(context) {
      const { head } = await open(context);
      const of = (name: string) => new RegExp(`^${name}: *(.*?) *$`, 'm').exec(head)?.[1] ?? null;
      context.expect.equal('Upgrade of the 101', of('upgrade'), 'websocket');
      context.expect.equal('Connection of the 101', of('connection'), 'upgrade');
    },
  }),
];
