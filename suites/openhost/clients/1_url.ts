import { defineCase } from '../../case.js';
import type { Case, Expect } from '../../model.js';
import { deadline, ports, served } from './meeting.js';
import type { Lie, Meeting } from './port.js';

const rejects = (
  lie: Extract<Lie, `url-${string}`>,
  title: string,
  requires: readonly string[],
  more?: (met: Meeting, expect: Expect) => void,
): Case =>
  defineCase({
    id: `openhost/1/client-${lie}`,
    title,
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
    ['OPENHOST-1-2', 'OPENHOST-1-4'],
    looksForNothing,
  ),
  rejects(
    'url-alphabet',
    'rejects a URL whose key has a letter that is not in z-base-32',
    ['OPENHOST-1-2'],
    looksForNothing,
  ),
  rejects('url-query', 'rejects a URL with a query', ['OPENHOST-1-9']),
];
