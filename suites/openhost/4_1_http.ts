import { utf8 } from '../../reference/bytes/text.js';
import { frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case } from '../model.js';
import { daemonCase } from './daemon_case.js';
import {
  headerValues,
  provenanceOf,
  rejectsRequest,
  requestBytes,
  requestOver,
  requestService,
} from './exchange.js';
import { isFrame, shown } from './heard.js';

const CONFUSED = 'A hop-by-hop header of the client controls the connection between daemon and service.';
const SPOOFED = 'A service that trusts the header grants a visitor the rights of another address.';
const WRONG_SITE = 'A service with several sites shows the wrong one, or an internal one.';

/** A request header that must not reach the service, in a request that has these headers also. */
const stripped =
  (requires: readonly string[], also: readonly string[] = []) =>
  (name: string, value: string, why: string): Case =>
    daemonCase({
      id: `openhost/4.1/strips-${name.toLowerCase()}`,
      title: `the ${name} header of the client does not reach the service`,
      why,
      requires,
      expects: 'refusal',
      control: 'openhost/4.1/keeps-other-headers',
      async run(context) {
        const { expect } = context;
        const { seen } = await requestService(context, (target) => ({
          target,
          headers: [`${name}: ${value}`, ...also, 'X-Kept: yes'],
        }));
        const [request] = seen;
        expect.equal('requests that reach the service', seen.length, 1);
        expect.that(
          `${name} at the service`,
          !headerValues(request, name.toLowerCase()).some((one) => one.includes(value)),
          {
            expected: `no value with ${value}`,
            observed: headerValues(request, name.toLowerCase()),
          },
        );
        expect.equal('X-Kept at the service', headerValues(request, 'x-kept'), ['yes']);
      },
    });

/** The body limit that we configure, in bytes. A body of this length fits into one message. */
const LIMIT = 40_000;
const hop = stripped(['OPENHOST-4.1-1']);
const named = stripped(['OPENHOST-4.1-7'], ['Connection: X-Named']);
const from = stripped(['OPENHOST-4.1-2', 'OPENHOST-4.1-3']);

const malformed = (slug: string, what: string, head: string): Case =>
  daemonCase({
    id: `openhost/4.1/malformed-${slug}`,
    title: `a request head ${what} is rejected by 502, 400, ERROR or a close`,
    why: 'Daemon and service read the head differently, and an attacker hides a second request in it.',
    requires: ['OPENHOST-4-14', 'OPENHOST-4.1-6'],
    expects: 'refusal',
    control: 'openhost/4/request-response',
    async run({ openhost, expect }) {
      const wire = await openhost.bound('own');
      await wire.send(T.REQUEST_HEAD, utf8(head), 1);
      await wire.send(T.REQUEST_END, new Uint8Array(0), 1);
      const first = await wire.next();
      const status = isFrame(first, T.RESPONSE_HEAD)
        ? new TextDecoder().decode(first.payload).slice(9, 12)
        : '';
      const tornDown = first === 'closed' || isFrame(first, T.ERROR);
      expect.that('the daemon rejects the request', tornDown || status === '502' || status === '400', {
        expected: '502, 400, ERROR or a closed channel',
        observed: `${shown(first, wire)} ${status}`.trim(),
      });
    },
  });

export const http = [
  hop('Connection', 'x-other', CONFUSED),
  hop('Keep-Alive', 'timeout=77', CONFUSED),
  hop('Proxy-Authenticate', 'Basic', CONFUSED),
  hop(
    'Proxy-Authorization',
    'Basic c2VjcmV0',
    'The service or its log learns a password that was meant for a proxy.',
  ),
  hop('TE', 'trailers', CONFUSED),
  hop('Trailer', 'X-Sum', CONFUSED),
  // The value ends in chunked. With any other end the service cannot read the request, and the case sees no headers.
  hop(
    'Transfer-Encoding',
    'gzip, chunked',
    'Daemon and service disagree on where the body ends, and an attacker hides a second request in it.',
  ),
  hop(
    'Upgrade',
    'h2c',
    'The service switches the protocol of a connection that the daemon still reads as HTTP.',
  ),
  named('X-Named', 'hop', CONFUSED),
  from('X-Forwarded-For', '203.0.113.9', SPOOFED),
  from('Forwarded', 'for=203.0.113.9', SPOOFED),
  from('X-Real-IP', '203.0.113.9', SPOOFED),
  from('X-Forwarded-Host', 'evil.test', 'Password mails of the service link to the site of an attacker.'),
  from('X-Forwarded-Proto', 'gopher', 'The service builds links with a scheme that the visitor chose.'),
  daemonCase({
    id: 'openhost/4.1/keeps-other-headers',
    title: 'a header that no rule strips reaches the service',
    why: 'Logins, languages and API keys do not reach the service.',
    requires: ['OPENHOST-4-14'],
    expects: 'service',
    async run(context) {
      const { seen } = await requestService(context, (target) => ({
        target,
        headers: ['Accept-Language: eo', 'X-Kept: yes'],
      }));
      context.expect.equal('Accept-Language', headerValues(seen[0], 'accept-language'), ['eo']);
      context.expect.equal('X-Kept', headerValues(seen[0], 'x-kept'), ['yes']);
    },
  }),
  daemonCase({
    id: 'openhost/4.1/own-forwarded-for',
    title: 'the X-Forwarded-For that the service gets contains nothing that the client sent',
    why: SPOOFED,
    requires: ['OPENHOST-4.1-4', 'OPENHOST-4.1-3'],
    expects: 'refusal',
    control: 'openhost/4.1/keeps-other-headers',
    async run(context) {
      const headers = ['x-forwarded-for: 198.51.100.200'];
      const { seen } = await requestService(context, (target) => ({ target, headers }));
      context.expect.equal('requests that reach the service', seen.length, 1);
      const from = headerValues(seen[0], 'x-forwarded-for').join(', ');
      context.note('X-Forwarded-For', from);
      context.expect.that('X-Forwarded-For at the service', !from.includes('198.51.100.200'), {
        expected: 'no 198.51.100.200',
        observed: from,
      });
    },
  }),
  daemonCase({
    id: 'openhost/4.1/host',
    title: 'the service gets its own Host, not the Host of the client',
    why: WRONG_SITE,
    requires: ['OPENHOST-4.1-5'],
    expects: 'service',
    async run(context) {
      const { seen, authority } = await requestService(context, (target) => ({ target }));
      context.expect.equal('Host', headerValues(seen[0], 'host'), [authority]);
    },
  }),
  daemonCase({
    id: 'openhost/4.1/host-in-provenance',
    title: 'no X-Forwarded or Forwarded header that the daemon adds contains the Host of the client',
    why: 'Proxy libraries copy the Host of the client into X-Forwarded-Host. Password mails then link to the site of an attacker.',
    requires: ['OPENHOST-4.1-2', 'OPENHOST-4.1-3'],
    expects: 'refusal',
    control: 'openhost/4.1/host',
    async run(context) {
      const { seen } = await requestService(context, (target) => ({ target, host: 'evil.test' }));
      context.expect.equal('requests that reach the service', seen.length, 1);
      const told = provenanceOf(seen[0], 'evil.test');
      context.expect.equal('headers of provenance with the Host of the client', told, []);
    },
  }),
  daemonCase({
    id: 'openhost/4.1/configured-host',
    title: 'the service gets the configured Host',
    why: WRONG_SITE,
    requires: ['OPENHOST-4.1-5'],
    expects: 'service',
    async run(context) {
      const other = await context.openhost.variant({ host: 'inside.example' });
      const { seen } = await requestService({ ...context, openhost: other }, (target) => ({ target }));
      context.expect.equal('Host', headerValues(seen[0], 'host'), ['inside.example']);
    },
  }),
  daemonCase({
    id: 'openhost/4.1/absolute-target',
    title: 'an absolute request target does not send the request to another host',
    why: 'A visitor uses the daemon as a proxy into the network behind it.',
    requires: ['OPENHOST-4.1-5'],
    expects: 'refusal',
    control: 'openhost/4.1/host',
    async run(context) {
      const { expect } = context;
      const { got, seen, authority } = await requestService(context, (path) => ({
        target: `http://evil.test${path}`,
      }));
      const asked = got.status === 200;
      expect.that('requests that reach our service', seen.length === (asked ? 1 : 0), {
        expected: asked ? '1 request with status 200' : 'no request',
        observed: `${seen.length} requests, and status ${got.status}`,
      });
      if (asked) expect.equal('Host', headerValues(seen[0], 'host'), [authority]);
    },
  }),
  daemonCase({
    id: 'openhost/4.1/service-down',
    title: 'a request to a service that is down returns 502, and the channel stays open',
    why: 'A visitor sees a hanging page instead of an error, and has to connect again after a restart.',
    requires: ['OPENHOST-4-15'],
    expects: 'refusal',
    control: 'openhost/4/request-response',
    async run(context) {
      const other = await context.openhost.variant({ forward: 'down' });
      const wire = await other.bound();
      for (const id of [1, 2]) {
        context.expect.equal(
          `status of request ${id}`,
          (await requestOver(context, wire, { target: '/', id })).status,
          502,
        );
      }
    },
  }),
  daemonCase({
    id: 'openhost/4.1/body-over-limit',
    title: 'a request body without end is rejected by ERROR, a close or a status from 400',
    why: 'One visitor fills the memory or the disk of the daemon.',
    requires: ['OPENHOST-4.1-6', 'OPENHOST-5-1'],
    harm: 'sends up to 20 MiB',
    expects: 'refusal',
    control: 'openhost/4/body-answered',
    async run(context) {
      const wire = await context.openhost.bound('own');
      await wire.send(T.REQUEST_HEAD, utf8('POST /big HTTP/1.1\r\nHost: x\r\n\r\n'), 1);
      const part = new Uint8Array(60_000);
      const body = frame.encode({ type: T.REQUEST_BODY, requestId: 1, payload: part });
      for (let sent = 0; sent < 18 << 20 && wire.open; sent += part.length) {
        await wire.raw(body, context.progress);
        if ((sent / part.length) % 4 === 0) await context.clock.wait(1);
      }
      await rejectsRequest(context, wire);
    },
  }),
  daemonCase({
    id: 'openhost/4.1/body-at-limit',
    title: 'a body at the configured limit passes, and one byte more is rejected',
    why: 'Uploads that the operator allowed fail, or those that he forbade pass.',
    requires: ['OPENHOST-4.1-6', 'OPENHOST-4-15'],
    expects: 'refusal',
    control: 'openhost/4/method-post',
    async run(context) {
      const { openhost, expect } = context;
      const service = await openhost.service();
      const mark = service.mark();
      const other = await openhost.variant({ maxBody: LIMIT });
      const post = (length: number) => ({
        method: 'POST',
        target: `/${mark}`,
        id: 1,
        body: new Uint8Array(length).fill(0x61),
      });
      const wire = await other.bound('own');
      expect.equal('status at the limit', (await requestOver(context, wire, post(LIMIT))).status, 200);
      expect.equal('bytes that reach the service', service.seen(mark)[0]?.body.length ?? 0, LIMIT);
      await wire.raw(requestBytes(post(LIMIT + 1)));
      await rejectsRequest(context, wire);
      expect.equal('requests that reach the service', service.seen(mark).length, 1);
    },
  }),
  malformed('no-blank-line', 'without an empty line', 'GET / HTTP/1.1\r\nHost: x\r\n'),
  malformed('version', 'of HTTP/3.0', 'GET / HTTP/3.0\r\nHost: x\r\n\r\n'),
  malformed('no-colon', 'with a header line without a colon', 'GET / HTTP/1.1\r\nHost x\r\n\r\n'),
  malformed('empty', 'of 0 bytes', ''),
  malformed('line-break', 'with a bare LF in a header', 'GET / HTTP/1.1\r\nX: a\nEvil: b\r\n\r\n'),
];
