import type { Exception } from './peer.js';

const record =
  'the peer publishes a record that can be read: without one no client makes an offer or dials it';
const publishers = /, behind a record$/;

/** Gating cases that may pass against a null peer, each with its reason: ten at most. */
export const exceptions: readonly Exception[] = [
  { peer: publishers, id: 'openhost/2/published', reason: record },
  { peer: publishers, id: 'openhost/2/one-record', reason: record },
  { peer: publishers, id: 'openhost/2/inner-signature', reason: record },
  {
    peer: /^rejects everything on a channel, behind a record$/,
    id: 'openhost/3/fresh-nonce',
    reason:
      'the peer sends a nonce of its own on each channel: without one no proof comes that it could reject',
  },
];
