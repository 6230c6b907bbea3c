/** Sections 3.1 and 3.3: clients that publish a wrong offer. */
import { concat } from '../../bytes/writer.js';
import type { OfferBlob } from '../../openhost/offer_blob.js';
import type { TextRecord } from '../../openhost/packet.js';
import { type ClientChange, type ClientMutant, client } from './client_mutant.js';

const records =
  (change: (records: readonly TextRecord[]) => readonly TextRecord[]): ClientChange =>
  ({ offerRecords }) => ({ offerRecords: (host, value) => change(offerRecords(host, value)) });
const body =
  (change: (body: Uint8Array) => Uint8Array): ClientChange =>
  ({ encodeOffer }) => ({ encodeOffer: (clientPk, made) => change(encodeOffer(clientPk, made)) });
const blob =
  (change: (blob: OfferBlob) => OfferBlob): ClientChange =>
  ({ offerBlob }) => ({ offerBlob: (reach, offered) => change(offerBlob(reach, offered)) });

export const clientOffers: readonly ClientMutant[] = [
  client(
    'offer-ttl-300',
    ['3.3-46'],
    'Publishes an offer with a TTL of 300.',
    records((all) => all.map((one) => ({ ...one, ttl: 300 }))),
  ),
  client(
    'a-further-record',
    ['3.3-1'],
    'Publishes a host record beside its offer.',
    records((all) => [...all, { label: '_openhost', ttl: 30, value: 'x' }]),
  ),
  client(
    'offer-under-another-name',
    ['3.3-1', '3.3-2', '3-3'],
    'Publishes an offer under a wrong label.',
    records((all) => all.map((one) => ({ ...one, label: `${one.label.slice(0, -1)}-` }))),
  ),
  client('offer-uncompressed', ['3.3-6'], 'Seals an offer without compression.', () => ({
    compressOffer: (plain) => concat(Uint8Array.of(1), plain),
  })),
  client(
    'offer-of-another-key',
    ['3.3-13', '3.3-12'],
    'Names another client key in its offer.',
    body((made) => made.with(30, (made[30] ?? 0) ^ 1)),
  ),
  client(
    'offer-version-2',
    ['3.3-12', '3.3-13'],
    'Names version 2 in an offer of version 3.',
    body((made) => made.with(20, 0x32)),
  ),
  client(
    'reserved-offer-flags',
    ['3.3-14'],
    'Sets a reserved flag in its offer.',
    body((made) => made.with(56, (made[56] ?? 0) | 0x10)),
  ),
  client(
    'ipv6-candidates',
    ['3.3-20', '3.3-17'],
    'Adds an IPv6 candidate to its offer.',
    blob((made) => ({
      ...made,
      candidates: [...made.candidates, { typ: 'host', addr: new Uint8Array(16).fill(1), port: 9 }],
    })),
  ),
  client(
    'offer-blob-version-2',
    ['3.3-18'],
    'Names version 2 in its offer blob.',
    body((made) => made.with(55, 2)),
  ),
  client(
    'offers-another-certificate',
    ['3.3-24'],
    'Names the fingerprint of another certificate in its offer.',
    blob((made) => ({ ...made, clientDtlsFp: made.clientDtlsFp.map((byte) => byte ^ 1) })),
  ),
  client('hashes-another-sdp', ['3.3-28'], 'Finds its own hash in no answer.', () => ({
    answersOffer: () => false,
  })),
  {
    ...client('browser-binds-by-the-exporter', ['3.3-21'], 'Binds by the exporter in a browser.', () => ({})),
    browser: true,
    bindingMode: 'exporter',
  },
  client(
    'asserts-actpass',
    ['3.1-2'],
    'Asserts setup actpass.',
    blob((made) => ({ ...made, setup: 'actpass' })),
  ),
];
