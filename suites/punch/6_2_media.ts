/** Media between two SRT endpoints that use what the broker told them. */
import { Unreachable } from '../case.js';
import type { Case, JsonObject } from '../model.js';
import { allHandled, need, register, twoPeers } from './peers.js';
import type { MediaEnd, MediaSeen, PunchPort } from './port.js';
import { punchCase } from './steps.js';

const DEADLINE = 200_000;

const endOf = (told: JsonObject): MediaEnd => {
  const { port, passphrase, latency } = told;
  if (typeof port !== 'number' || typeof passphrase !== 'string' || typeof latency !== 'number') {
    throw new Unreachable('a peer message lacks port, passphrase or latency');
  }
  return { port, passphrase, latency };
};

/** Transfers a clip between two matched peers. `received` may change what the receiver was told. */
async function moved(punch: PunchPort, received: (end: MediaEnd) => MediaEnd): Promise<MediaSeen> {
  const port = await punch.mediaPort();
  const { a, b } = await twoPeers(punch);
  register(a, { ip: '127.0.0.2', port });
  await allHandled(a);
  register(b, { ip: '127.0.0.3', port });
  const [toA, toB] = [await need(a, 'peer'), await need(b, 'peer')];
  return punch.media(endOf(toA), received(endOf(toB)));
}

/** A wrong passphrase with the length of the right one, so that SRT accepts its length. */
const otherThan = (passphrase: string): string =>
  `${passphrase.startsWith('x') ? 'y' : 'x'}${passphrase.slice(1)}`;

export const media: readonly Case[] = [
  punchCase({
    id: 'punch/6.2/media',
    expects: 'service',
    requires: ['PUNCH-6.2-3', 'PUNCH-6.2-9'],
    title: 'two SRT endpoints transfer a clip unchanged with what their peer messages say',
    why: 'Everything looks matched, and yet no picture arrives.',
    deadline: DEADLINE,
    async run({ punch, expect }) {
      const { sent, arrived, same } = await moved(punch, (end) => end);
      expect.that('some bytes arrive', arrived > 0, {
        expected: `${sent} bytes`,
        observed: `${arrived} bytes`,
      });
      expect.equal('the number of bytes that arrive', arrived, sent);
      expect.that('the bytes that arrive are the bytes that were sent', same, {
        expected: 'the same bytes',
        observed: same ? 'the same bytes' : 'other bytes',
      });
    },
  }),
  punchCase({
    id: 'punch/6.2/media-other-passphrase',
    expects: 'refusal',
    control: 'punch/6.2/media',
    requires: ['PUNCH-6.2-9'],
    title: 'two SRT endpoints with different passphrases transfer nothing',
    why: 'Encryption is off, and anybody on the way sees the picture.',
    deadline: DEADLINE,
    async run({ punch, expect }) {
      const { sent, arrived } = await moved(punch, (end) => ({
        ...end,
        passphrase: otherThan(end.passphrase),
      }));
      if (sent === 0) throw new Unreachable('nothing was sent');
      expect.equal('the number of bytes that arrive', arrived, 0);
    },
  }),
];
