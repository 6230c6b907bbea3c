import { defineCase, Unclaimed } from '../../case.js';
import type { Case } from '../../model.js';
import type { MetOffer } from '../port.js';
import { type Given, isServed, ports } from './meeting.js';

async function offerOf({ openhostClient, expect }: Given): Promise<MetOffer> {
  const { offer } = await openhostClient.meet();
  expect.that('the client publishes an offer', offer !== undefined);
  return offer as MetOffer;
}

export const offers: readonly Case[] = [
  defineCase({
    id: 'openhost/3.3/client-offer',
    title: 'the offer is one sealed, compressed version 3 body under the label of the host',
    requires: [
      'OPENHOST-3.3-1',
      'OPENHOST-3.3-2',
      'OPENHOST-3.3-6',
      'OPENHOST-3.3-12',
      'OPENHOST-3.3-13',
      'OPENHOST-3-3',
    ],
    ports,
    async run(context) {
      const { labels, compression, version, signerMatches } = await offerOf(context);
      context.expect.equal('records', labels.length, 1);
      context.expect.that('26 characters of hash', /^_offer-[a-z0-9]{26}$/.test(labels[0] ?? ''));
      context.expect.equal('compression tag', compression, 2);
      context.expect.equal('version', version, 3);
      context.expect.that('the key inside is the signer', signerMatches);
    },
  }),
  defineCase({
    id: 'openhost/3.3/client-offer-ttl',
    title: 'the TTL of the offer is 30',
    requires: ['OPENHOST-3.3-46'],
    ports,
    async run(context) {
      context.expect.equal('TTL', (await offerOf(context)).ttls, [30]);
    },
  }),
  defineCase({
    id: 'openhost/3.3/client-offer-blob',
    title: 'reserved bits are zero and candidates IPv4',
    requires: ['OPENHOST-3.3-14', 'OPENHOST-3.3-20', 'OPENHOST-3.3-17'],
    ports,
    async run(context) {
      const { flags, families } = await offerOf(context);
      context.expect.equal('reserved bits', flags >> 3, 0);
      context.expect.that(
        'family 4',
        families.every((family) => family === 4),
        { observed: families },
      );
    },
  }),
  defineCase({
    id: 'openhost/3.3/client-browser-binding',
    title: 'a browser asks for binding mode CertFp, and is served in it',
    requires: ['OPENHOST-3.3-21'],
    why: 'A page cannot read the exporter of TLS: a daemon that waits for it turns every visitor away.',
    ports,
    async run({ openhostClient, expect }) {
      if (!openhostClient.browser)
        throw new Unclaimed('the client is no browser: --browser says that one is');
      const met = await openhostClient.meet();
      expect.equal('version of the offer', met.offer?.version ?? null, 3);
      expect.equal('binding bit', ((met.offer?.flags ?? 0) >> 2) & 1, 1);
      isServed(met, { expect });
    },
  }),
  defineCase({
    id: 'openhost/3.1/client-active',
    title: 'the client asserts active',
    requires: ['OPENHOST-3.1-2'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    ports,
    async run(context) {
      context.expect.equal('setup role', (await offerOf(context)).flags & 3, 0);
    },
  }),
];
