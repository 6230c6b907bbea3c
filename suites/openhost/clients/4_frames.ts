import { FRAME_TYPES as T } from '../../../reference/openhost/frame.js';
import { defineCase } from '../../case.js';
import type { Case } from '../../model.js';
import { isServed, meeting, ports, takes } from './meeting.js';

/** The client has to say that it cannot go on. */
const errs = meeting(({ served, frames }, { expect }) => {
  expect.that('nothing is served', !served);
  expect.that(
    'ERROR is sent',
    frames.some(({ type }) => type === T.ERROR),
    { observed: frames.map(({ type }) => type) },
  );
});

export const frames: readonly Case[] = [
  takes('4', 'legacy-frames', 'version 1 frames of the daemon are read', ['OPENHOST-4-2']),
  takes('4', 'cut-frames', 'frames that end in the middle of a message are read', ['OPENHOST-4-13']),
  defineCase({
    id: 'openhost/4/client-ping-first',
    title: 'a PING before the response is answered and disturbs nothing',
    requires: ['OPENHOST-4-18'],
    ports,
    async run({ openhostClient, expect }) {
      const met = await openhostClient.meet('ping-first');
      isServed(met, { expect });
      expect.that(
        'PONG is sent',
        met.frames.some(({ type, payload }) => type === T.PONG && payload.length === 0),
        { observed: met.frames.map(({ type }) => type) },
      );
    },
  }),
  defineCase({
    id: 'openhost/4/client-v2-only',
    title: 'everything that the client sends is a version 2 frame',
    requires: ['OPENHOST-4-1', 'OPENHOST-4-8'],
    ports,
    async run({ openhostClient, expect }) {
      const { frames, legacy } = await openhostClient.meet();
      expect.that('it speaks', frames.length > 0);
      expect.equal('frames of before', legacy, 0);
    },
  }),
  errs('4', 'reserved-type', 'a reserved type is answered with ERROR, and nothing is served', [
    'OPENHOST-4-3',
    'OPENHOST-5-1',
  ]),
  errs('4', 'oversize-frame', 'a length of 4 GiB is answered with ERROR, and nothing is served', [
    'OPENHOST-4-11',
    'OPENHOST-5-1',
  ]),
  defineCase({
    id: 'openhost/5/client-error-frame',
    title: 'an ERROR is a 502 with truncated, inert text',
    requires: ['OPENHOST-5-2'],
    why: 'A daemon could put its markup into the page, or its escapes into the terminal, of every client.',
    ports,
    async run({ openhostClient, expect }) {
      const { served, status, shown } = await openhostClient.meet('error-frame');
      expect.that('nothing is served', !served);
      expect.equal('status', status ?? null, 502);
      expect.that('no control characters', !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(shown));
      expect.that('truncated', shown.length < 4000, { observed: shown.length });
    },
  }),
  defineCase({
    id: 'openhost/4/client-request',
    title: 'the client proves itself first, then sends HEAD, bodies and END as HTTP/1.1',
    requires: ['OPENHOST-3-8', 'OPENHOST-4-14', 'OPENHOST-4-15', 'OPENHOST-4-6'],
    ports,
    async run({ openhostClient, expect }) {
      const { frames } = await openhostClient.meet();
      expect.equal('the first frame', frames[0]?.type ?? null, T.AUTH_CLIENT);
      expect.equal('its request_id', frames[0]?.requestId ?? null, 0);
      const request = frames
        .slice(1)
        .map(({ type }) => type)
        .filter((type) => type <= T.REQUEST_END);
      expect.that('HEAD first', request[0] === T.REQUEST_HEAD, { observed: request });
      expect.that('END last', request.at(-1) === T.REQUEST_END, { observed: request });
      const head = new TextDecoder().decode(frames.find(({ type }) => type === T.REQUEST_HEAD)?.payload);
      expect.that('a head of HTTP/1.1', /^[A-Z]+ \/\S* HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)*\r\n$/.test(head), {
        observed: head,
      });
    },
  }),
];
