import { type Frame, FRAME_TYPES as T } from '../../../reference/openhost/frame.js';
import type { Case, Expect } from '../../model.js';
import { SPLIT } from '../whys.js';
import { type ClientGrounds, clientCase, isRefused, isServed, served, takes } from './meeting.js';
import type { Lie } from './port.js';

const nameOf = ({ type }: Frame): string =>
  Object.entries(T).find(([, one]) => one === type)?.[0] ?? `0x${type.toString(16)}`;

function isSent(name: 'PONG' | 'ERROR', frames: readonly Frame[], expect: Expect): void {
  expect.that(
    `the client sends ${name}`,
    frames.some(({ type }) => type === T[name]),
    { expected: `${name} within 2 s`, observed: frames.map(nameOf) },
  );
}

/** The client has to report the frame to the daemon as a protocol error. */
const errs = (lie: Lie, what: string, grounds: ClientGrounds): Case =>
  clientCase({
    ...grounds,
    id: `openhost/4/client-${lie}`,
    title: `answers ${what} with ERROR and shows no response`,
    expects: 'refusal',
    control: served,
    async run({ openhostClient, expect }) {
      const met = await openhostClient.meet(lie);
      isRefused(met, 'sent a request', expect);
      isSent('ERROR', met.frames, expect);
    },
  });

export const frames: readonly Case[] = [
  takes('4', 'legacy-frames', 'reads a response in version 1 frames', {
    why: 'Hosts with a daemon of before version 2 are unreachable for this client.',
    requires: ['OPENHOST-4-2'],
  }),
  takes('4', 'cut-frames', 'reads a response whose frames are split across messages', {
    why: SPLIT,
    requires: ['OPENHOST-4-13'],
  }),
  clientCase({
    id: 'openhost/4/client-ping-first',
    title: 'answers a PING before the response with PONG, then reads the response',
    why: 'A daemon that checks its clients with PING drops the connection before the page has loaded.',
    requires: ['OPENHOST-4-18'],
    expects: 'service',
    async run({ openhostClient, expect }) {
      const met = await openhostClient.meet('ping-first');
      isServed(met, expect);
      isSent('PONG', met.frames, expect);
    },
  }),
  clientCase({
    id: 'openhost/4/client-v2-only',
    title: 'sends version 2 frames only',
    why: 'Daemons of today misread version 1 frames of a client that has offered version 3.',
    requires: ['OPENHOST-4-1', 'OPENHOST-4-8'],
    expects: 'service',
    async run({ openhostClient, expect }) {
      const { messages } = await openhostClient.meet();
      expect.each('version of the first frame in each message', messages, (shape) => shape === 'v2', {
        expected: 'v2',
        observed: (shape) => shape,
      });
    },
  }),
  errs('reserved-type', 'a frame of a reserved type', {
    why: 'A later version uses the type for a rule that this client then ignores in silence.',
    requires: ['OPENHOST-4-3', 'OPENHOST-5-1'],
  }),
  errs('oversize-frame', 'a frame of 4 GiB', {
    why: 'A hostile host exhausts the memory of its visitors with a header of nine bytes.',
    requires: ['OPENHOST-4-11', 'OPENHOST-5-1'],
  }),
  clientCase({
    id: 'openhost/5/client-error-frame',
    title: 'shows an ERROR of the daemon as a 502 with a short text without control characters',
    why: 'A hostile daemon puts markup into the page, or escape sequences into the terminal, of every client.',
    requires: ['OPENHOST-5-2'],
    expects: 'refusal',
    control: served,
    async run({ openhostClient, expect }) {
      const met = await openhostClient.meet('error-frame');
      isRefused(met, 'sent a request', expect);
      expect.equal('status', met.status, 502);
      const controls = met.shown.match(/[\u0000-\u0008\u000e-\u001f\u007f]/g) ?? [];
      expect.equal('control characters in the text', controls, []);
      expect.that('length of the text', met.shown.length < 4000, {
        expected: 'fewer than 4000 characters',
        observed: met.shown.length,
      });
    },
  }),
  clientCase({
    id: 'openhost/4/client-request',
    title: 'sends AUTH_CLIENT, then a request as REQUEST_HEAD, REQUEST_BODY and REQUEST_END',
    why: 'Daemons reject the request, and the client shows no page.',
    requires: ['OPENHOST-3-8', 'OPENHOST-4-14', 'OPENHOST-4-15', 'OPENHOST-4-6'],
    expects: 'service',
    async run({ openhostClient, expect }) {
      const { frames } = await openhostClient.meet();
      const [first] = frames;
      expect.equal('the first frame', first === undefined ? 'none' : nameOf(first), 'AUTH_CLIENT');
      expect.equal('request_id of the first frame', first?.requestId ?? 'none', 0);
      const request = frames.slice(1).filter(({ type }) => type <= T.REQUEST_END);
      const [head] = request;
      expect.equal('the first frame of the request', head ? nameOf(head) : 'none', 'REQUEST_HEAD');
      const last = request.at(-1);
      expect.equal('the last frame of the request', last ? nameOf(last) : 'none', 'REQUEST_END');
      const text = new TextDecoder().decode(head?.payload);
      expect.that(
        'REQUEST_HEAD contains an HTTP/1.1 request head',
        /^[A-Z]+ \/\S* HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)*\r\n$/.test(text),
        {
          expected: 'METHOD /path HTTP/1.1, header lines and an empty line',
          observed: text,
        },
      );
    },
  }),
];
