/**
 * Clients that make unusual choices that the specification allows. No gating case may fail or be blocked against one.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ZlibOptions } from 'node:zlib';
import type { Found } from '../../openhost/peers/substrate.js';
import { zlibOf } from '../equivalent_codecs.js';
import type { ClientChange, ClientSetup } from './client_mutant.js';

export interface ClientEquivalent extends ClientSetup {
  readonly id: string;
  readonly what: string;
  readonly change: ClientChange;
}

const client = (id: string, what: string, change: ClientChange): ClientEquivalent => ({ id, what, change });

const compressing = (id: string, what: string, options: ZlibOptions): ClientEquivalent =>
  client(id, what, () => ({ compressOffer: (body) => zlibOf(body, options) }));

const LATER = 400;

const offers: readonly ClientEquivalent[] = [
  compressing('compresses-well', 'Compresses offers at level 9.', { level: 9 }),
  compressing('stores', 'Stores offers in the zlib stream.', { level: 0 }),
  compressing('compresses-with-fixed-codes', 'Compresses offers with fixed codes.', { strategy: 4 }),
  client('another-candidate', 'Offers a candidate that leads nowhere before its own.', ({ offerBlob }) => ({
    offerBlob(reach, offered) {
      const made = offerBlob(reach, offered);
      const dead = { typ: 'srflx', addr: Uint8Array.of(192, 0, 2, 77), port: 9 } as const;
      return { ...made, candidates: [dead, ...made.candidates.toReversed()] };
    },
  })),
];

const ttls: readonly ClientEquivalent[] = [0, 2_147_483_647].map((ttl) =>
  client(`offers-with-a-ttl-of-${ttl}`, `Publishes offers with a TTL of ${ttl}.`, ({ offerRecords }) => ({
    offerRecords: (host, value) => offerRecords(host, value).map((record) => ({ ...record, ttl })),
  })),
);

const lookups: readonly ClientEquivalent[] = [
  client('looks-later', `Looks for a host ${LATER / 1000} s after it is asked to.`, ({ findPacket }) => ({
    async findPacket(substrates, name, signal) {
      await delay(LATER, undefined, { signal });
      return findPacket(substrates, name, signal);
    },
  })),
  client('one-relay-after-the-other', 'Asks its relays one after the other.', ({ findPacket }) => ({
    async findPacket(substrates, name, signal) {
      let best: Found | undefined;
      const silent: unknown[] = [];
      for (const one of substrates) {
        const found = await findPacket([one], name, signal).catch(
          (error: unknown) => void silent.push(error),
        );
        if (found && (!best || found.packet.seq > best.packet.seq)) best = found;
      }
      if (silent.length === substrates.length) throw silent[0];
      return best;
    },
  })),
];

const channels: readonly ClientEquivalent[] = [
  client(
    'fragments-from-the-last',
    'Looks at the fragments of an answer from the last to the first.',
    ({ reassemble }) => ({
      reassemble: (fragments, dialect) => reassemble(fragments.toReversed(), dialect),
    }),
  ),
  client('a-byte-at-a-time', 'Takes frames byte by byte.', ({ readFrames }) => ({
    readFrames(emit) {
      const decoder = readFrames(emit);
      return {
        push(bytes) {
          for (let at = 0; at < bytes.length; at++) decoder.push(bytes.subarray(at, at + 1));
        },
      };
    },
  })),
  client(
    'own-words',
    'Closes channels with a diagnostic of its own, and shows those of others after a word of its own.',
    ({ closeReason, showDiagnostic }) => ({
      closeReason: (fault) => (closeReason(fault) === undefined ? undefined : 'protocol violation (17)'),
      showDiagnostic: (payload) => `remote: ${showDiagnostic(payload)}`,
    }),
  ),
  {
    ...client(
      'binds-by-the-certificates',
      'Is a browser, which binds by the fingerprints of the certificates.',
      () => ({}),
    ),
    browser: true,
    bindingMode: 'cert_fp',
  },
];

export const clientEquivalents: readonly ClientEquivalent[] = [...offers, ...ttls, ...lookups, ...channels];
