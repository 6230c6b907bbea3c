/** What clients offer. */
import { concat } from '../../bytes/writer.js';
import { unwrap } from '../../openhost/compression.js';
import { type ClientMutant, client } from './client_mutant.js';

export const clientOffers: readonly ClientMutant[] = [
  client('offer-ttl-300', ['OPENHOST-3.3-46'], {
    offerRecords: (all) => all.map((one) => ({ ...one, ttl: 300 })),
  }),
  client('a-further-record', ['OPENHOST-3.3-1'], {
    offerRecords: (all) => [...all, { label: '_openhost', ttl: 30, value: 'x' }],
  }),
  client('offer-under-another-name', ['OPENHOST-3.3-1', 'OPENHOST-3.3-2', 'OPENHOST-3-3'], {
    offerRecords: (all) => all.map((one) => ({ ...one, label: `${one.label.slice(0, -1)}-` })),
  }),
  client('offer-uncompressed', ['OPENHOST-3.3-6'], {
    plaintext: (wrapped) => concat(Uint8Array.of(1), unwrap(wrapped)),
  }),
  client('offer-of-another-key', ['OPENHOST-3.3-13', 'OPENHOST-3.3-12'], {
    offerBody: (body) => body.with(30, (body[30] ?? 0) ^ 1),
  }),
  client('offer-version-2', ['OPENHOST-3.3-12', 'OPENHOST-3.3-13'], {
    offerBody: (body) => body.with(20, 0x32),
  }),
  client('reserved-offer-flags', ['OPENHOST-3.3-14'], {
    offerBody: (body) => body.with(56, (body[56] ?? 0) | 0x10),
  }),
  client('ipv6-candidates', ['OPENHOST-3.3-20', 'OPENHOST-3.3-17'], {
    offerBlob: (made) => ({
      ...made,
      candidates: [...made.candidates, { typ: 'host', addr: new Uint8Array(16).fill(1), port: 9 }],
    }),
  }),
  client('offer-blob-version-2', ['OPENHOST-3.3-18'], { offerBody: (body) => body.with(55, 2) }),
  client('offers-another-certificate', ['OPENHOST-3.3-24'], {
    offerBlob: (made) => ({ ...made, clientDtlsFp: made.clientDtlsFp.map((byte) => byte ^ 1) }),
  }),
  client('hashes-another-sdp', ['OPENHOST-3.3-28'], { offerHash: () => false }),
  {
    name: 'browser-binds-by-the-exporter',
    breaks: ['OPENHOST-3.3-21'],
    browser: true,
    bindingMode: 'exporter',
  },
  client('asserts-actpass', ['OPENHOST-3.1-2'], { offerBlob: (made) => ({ ...made, setup: 'actpass' }) }),
];
