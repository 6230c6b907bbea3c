import type { Case, Expect } from '../../model.js';
import { type ClientGrounds, clientCase, served } from './meeting.js';
import type { Lie, Meeting } from './port.js';

const WRONG_KEY = 'A mistyped URL sends the visitor to a key that nobody, or somebody else, owns.';

interface RejectedUrl extends ClientGrounds {
  readonly also?: (met: Meeting, expect: Expect) => void;
}

const rejectsUrl = (
  lie: Extract<Lie, `url-${string}`>,
  what: string,
  { also, ...grounds }: RejectedUrl,
): Case =>
  clientCase({
    ...grounds,
    id: `openhost/1/client-${lie}`,
    title: `rejects a URL ${what}`,
    expects: 'refusal',
    control: served,
    async run({ openhostClient, expect }) {
      const met = await openhostClient.meet(lie);
      expect.that('the client shows nothing of the service', !met.served, {
        expected: 'nothing of the service',
        observed: met.shown.slice(0, 200),
      });
      expect.that('the client exits with an error', typeof met.ended === 'number' && met.ended !== 0, {
        expected: 'an exit code other than 0',
        observed: met.ended,
      });
      also?.(met, expect);
    },
  });

/** A client that asks a relay for a packet has accepted the invalid key. */
const looksForNothing = ({ furthest }: Meeting, expect: Expect): void =>
  expect.equal('how far the client gets', furthest, 'nothing');

export const url: readonly Case[] = [
  rejectsUrl('url-short', 'whose key has 51 characters', {
    why: WRONG_KEY,
    requires: ['OPENHOST-1-2', 'OPENHOST-1-4'],
    also: looksForNothing,
  }),
  rejectsUrl('url-alphabet', 'whose key has a letter that is not in z-base-32', {
    why: WRONG_KEY,
    requires: ['OPENHOST-1-2'],
    also: looksForNothing,
  }),
  rejectsUrl('url-query', 'with a query', {
    why: 'Two programs read one link differently, and a filter that checks the link is bypassed.',
    requires: ['OPENHOST-1-9'],
  }),
];
