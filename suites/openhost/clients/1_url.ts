import { defineCase } from '../../case.js';
import type { Case, Expect } from '../../model.js';
import { deadline, ports, served } from './meeting.js';
import type { Lie, Meeting } from './port.js';

const WRONG_KEY = 'A mistyped URL sends the visitor to a key that nobody, or somebody else, owns.';

const rejects = (
  lie: Extract<Lie, `url-${string}`>,
  title: string,
  why: string,
  requires: readonly string[],
  more?: (met: Meeting, expect: Expect) => void,
): Case =>
  defineCase({
    id: `openhost/1/client-${lie}`,
    title,
    why,
    requires,
    expects: 'refusal',
    control: served,
    deadline,
    ports,
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
      more?.(met, expect);
    },
  });

/** A client that asks a relay for a packet has accepted the invalid key. */
const looksForNothing = ({ furthest }: Meeting, expect: Expect): void =>
  expect.equal('how far the client gets', furthest, 'nothing');

export const url: readonly Case[] = [
  rejects(
    'url-short',
    'rejects a URL whose key has 51 characters',
    WRONG_KEY,
    ['OPENHOST-1-2', 'OPENHOST-1-4'],
    looksForNothing,
  ),
  rejects(
    'url-alphabet',
    'rejects a URL whose key has a letter that is not in z-base-32',
    WRONG_KEY,
    ['OPENHOST-1-2'],
    looksForNothing,
  ),
  rejects(
    'url-query',
    'rejects a URL with a query',
    'Two programs read one link differently, and a filter that checks the link is bypassed.',
    ['OPENHOST-1-9'],
  ),
];
