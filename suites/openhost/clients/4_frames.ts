import { FRAME_TYPES as T } from '../../../reference/openhost/frame.js';
import { defineCase } from '../../case.js';
import type { Case, Expect } from '../../model.js';
import type { HeardFrame } from '../port.js';
import { aborts, deadline, isRefused, isServed, ports, served, takes } from './meeting.js';

const nameOf = ({ type }: HeardFrame): string =>
  Object.entries(T).find(([, one]) => one === type)?.[0] ?? `0x${type.toString(16)}`;

function isSent(name: 'PONG' | 'ERROR', frames: readonly HeardFrame[], expect: Expect): void {
  expect.that(
    `the client sends ${name}`,
    frames.some(({ type }) => type === T[name]),
    { expected: `${name} within 2 s`, observed: frames.map(nameOf) },
  );
}

/** The client has to say that it cannot go on. */
const errs = aborts('sent a request', ({ frames }, expect) => isSent('ERROR', frames, expect));

export const frames: readonly Case[] = [
  takes('4', 'legacy-frames', 'reads version 1 frames of the daemon', ['OPENHOST-4-2']),
  takes('4', 'cut-frames', 'reads frames that are split across messages', ['OPENHOST-4-13']),
  defineCase({
    id: 'openhost/4/client-ping-first',
    title: 'answers a PING before the response with PONG, then reads the response',
    requires: ['OPENHOST-4-18'],
    expects: 'service',
    deadline,
    ports,
    async run({ openhostClient, expect }) {
      const met = await openhostClient.meet('ping-first');
      isServed(met, expect);
      isSent('PONG', met.frames, expect);
    },
  }),
  defineCase({
    id: 'openhost/4/client-v2-only',
    title: 'sends nothing but version 2 frames',
    requires: ['OPENHOST-4-1', 'OPENHOST-4-8'],
    expects: 'service',
    deadline,
    ports,
    async run({ openhostClient, expect }) {
      const { messages } = await openhostClient.meet();
      expect.each(
        'every message begins with a version 2 frame',
        messages,
        (shape) => shape === 'v2',
        (shape) => shape,
      );
    },
  }),
  errs('4', 'reserved-type', 'answers a frame of a reserved type with ERROR and shows no response', [
    'OPENHOST-4-3',
    'OPENHOST-5-1',
  ]),
  errs('4', 'oversize-frame', 'answers a frame of 4 GiB with ERROR and shows no response', [
    'OPENHOST-4-11',
    'OPENHOST-5-1',
  ]),
  defineCase({
    id: 'openhost/5/client-error-frame',
    title: 'shows an ERROR as a 502 with truncated, inert text',
    requires: ['OPENHOST-5-2'],
    why: 'A daemon could put its markup into the page, or its escapes into the terminal, of every client.',
    expects: 'refusal',
    control: served,
    deadline,
    ports,
    async run({ openhostClient, expect }) {
      const met = await openhostClient.meet('error-frame');
      isRefused(met, 'sent a request', expect);
      expect.equal('status', met.status, 502);
      const controls = met.shown.match(/[\u0000-\u0008\u000e-\u001f\u007f]/g) ?? [];
      expect.equal('control characters', controls, []);
      expect.that('the text is truncated', met.shown.length < 4000, {
        expected: 'fewer than 4000 characters',
        observed: met.shown.length,
      });
    },
  }),
  defineCase({
    id: 'openhost/4/client-request',
    title: 'sends AUTH_CLIENT, then an HTTP/1.1 request as HEAD, bodies and END',
    requires: ['OPENHOST-3-8', 'OPENHOST-4-14', 'OPENHOST-4-15', 'OPENHOST-4-6'],
    expects: 'service',
    deadline,
    ports,
    async run({ openhostClient, expect }) {
      const { frames } = await openhostClient.meet();
      const [first] = frames;
      expect.equal('the first frame', first === undefined ? 'none' : nameOf(first), 'AUTH_CLIENT');
      expect.equal('its request_id', first?.requestId ?? 'none', 0);
      const request = frames.slice(1).filter(({ type }) => type <= T.REQUEST_END);
      const [head] = request;
      expect.equal('the first frame of the request', head ? nameOf(head) : 'none', 'REQUEST_HEAD');
      const last = request.at(-1);
      expect.equal('the last frame of the request', last ? nameOf(last) : 'none', 'REQUEST_END');
      const text = new TextDecoder().decode(head?.payload);
      expect.that(
        'the head is one of HTTP/1.1',
        /^[A-Z]+ \/\S* HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)*\r\n$/.test(text),
        {
          expected: 'METHOD /path HTTP/1.1, header lines and an empty line',
          observed: text,
        },
      );
    },
  }),
];
