import { Lost, Unclaimed } from '../../case.js';
import type { Case } from '../../model.js';
import { BOTH_WAIT } from '../whys.js';
import { type ClientContext, clientCase, isServed } from './meeting.js';
import type { MetOffer } from './port.js';

async function offerOf({ openhostClient, expect }: ClientContext): Promise<MetOffer> {
  const { offer, shown } = await openhostClient.meet();
  if (typeof offer !== 'string') return offer;
  const expected = 'an offer that the daemon can open';
  const observed = offer === 'silent' ? `no offer; the client shows: ${shown.slice(0, 200)}` : offer;
  expect.that('the client publishes an offer', false, { expected, observed });
  throw new Lost('no offer');
}

const noOffer = { version: null, flags: 0 };

export const offers: readonly Case[] = [
  clientCase({
    id: 'openhost/3.3/client-offer',
    title: 'publishes one record: a sealed, compressed offer of version 3 for this host',
    why: 'Daemons do not find or cannot open the offer, and the client reaches no host.',
    requires: [
      'OPENHOST-3.3-1',
      'OPENHOST-3.3-2',
      'OPENHOST-3.3-6',
      'OPENHOST-3.3-12',
      'OPENHOST-3.3-13',
      'OPENHOST-3-3',
    ],
    expects: 'service',
    async run(context) {
      const { labels, compression, version, signerMatches } = await offerOf(context);
      context.expect.equal('number of records', labels.length, 1);
      context.expect.that('name of the record', /^_offer-[a-z0-9]{26}$/.test(labels[0] ?? ''), {
        expected: '_offer- and 26 characters of hash',
        observed: labels[0] ?? 'none',
      });
      context.expect.equal('compression tag', compression, 2);
      context.expect.equal('version', version, 3);
      context.expect.equal('the key in the offer is the key that signed the packet', signerMatches, true);
    },
  }),
  clientCase({
    id: 'openhost/3.3/client-offer-ttl',
    title: 'publishes its offer with a TTL of 30',
    why: 'Caches return an old offer, and daemons answer a connection that is long gone.',
    requires: ['OPENHOST-3.3-46'],
    expects: 'service',
    async run(context) {
      context.expect.equal('TTL', (await offerOf(context)).ttls, [30]);
    },
  }),
  clientCase({
    id: 'openhost/3.3/client-offer-blob',
    title: 'publishes an offer with reserved bits of 0 and only IPv4 candidates',
    why: 'Daemons reject the offer, and the client reaches no host.',
    requires: ['OPENHOST-3.3-14', 'OPENHOST-3.3-20', 'OPENHOST-3.3-17'],
    expects: 'service',
    async run(context) {
      const { version, flags, families } = await offerOf(context);
      context.expect.equal('version', version, 3);
      context.expect.equal('reserved bits', flags >> 3, 0);
      // A browser that hides its addresses offers no candidate, so the list may be empty.
      const others = families.filter((family) => family !== 4);
      context.expect.equal('candidates of a family other than IPv4', others, []);
    },
  }),
  clientCase({
    id: 'openhost/3.3/client-browser-binding',
    title: 'a browser offers binding mode CertFp and gets the page',
    why: 'A web page cannot read the TLS exporter: a daemon that expects it rejects every browser.',
    requires: ['OPENHOST-3.3-21'],
    expects: 'service',
    async run({ openhostClient, expect }) {
      if (!openhostClient.browser)
        throw new Unclaimed('the client is not a browser; add --browser if it is one');
      const met = await openhostClient.meet();
      const { version, flags } = typeof met.offer === 'string' ? noOffer : met.offer;
      expect.equal('version of the offer', version, 3);
      expect.equal('binding bit (1 is CertFp)', (flags >> 2) & 1, 1);
      isServed(met, expect);
    },
  }),
  clientCase({
    id: 'openhost/3.1/client-active',
    title: 'publishes an offer with setup:active',
    why: BOTH_WAIT,
    requires: ['OPENHOST-3.1-2'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    expects: 'service',
    async run(context) {
      context.expect.equal('setup role of the offer (0 is active)', (await offerOf(context)).flags & 3, 0);
    },
  }),
];
