import { defineCase } from '../../case.js';
import type { Case } from '../../model.js';
import { aborts, deadline, isServed, ports, served } from './meeting.js';

const NOT_PINNED =
  'An attacker on the path terminates the connection with a certificate of its own and reads everything.';

const certificate = ['OPENHOST-3.2-1', 'OPENHOST-3-5'];
const lengths = ['OPENHOST-4-17', 'OPENHOST-3-6'];
const rejectsHandshake = aborts('read an answer');

export const binding: readonly Case[] = [
  defineCase({
    id: served,
    title: 'fetches a page from a valid host',
    why: 'The client reaches no host at all.',
    requires: [
      'OPENHOST-3-10',
      'OPENHOST-3.3-16',
      'OPENHOST-3.3-18',
      'OPENHOST-3.3-24',
      'OPENHOST-3.3-28',
      'OPENHOST-3.3-31',
      'OPENHOST-3.3-32',
      'OPENHOST-3.3-37',
      'OPENHOST-3.3-38',
      'OPENHOST-3.3-44',
      'OPENHOST-4-10',
    ],
    expects: 'service',
    deadline,
    ports,
    async run({ openhostClient, expect }) {
      isServed(await openhostClient.meet(), expect);
    },
  }),
  rejectsHandshake(
    '3.2',
    'other-certificate',
    'rejects a host whose certificate has another fingerprint than the record',
    NOT_PINNED,
    certificate,
  ),
  rejectsHandshake(
    '3.2',
    'stolen-certificate',
    'rejects a host that presents the certificate of the record without its private key',
    NOT_PINNED,
    certificate,
  ),
  rejectsHandshake(
    '3.2',
    'other-suite',
    'rejects a cipher suite that it did not offer',
    'A host that chooses a suite without a certificate is not authenticated at all.',
    certificate,
  ),
  aborts('sent AUTH_CLIENT')(
    '3',
    'host-signature',
    'rejects an AUTH_HOST with a wrong signature',
    'An attacker on the path answers in the name of the host.',
    ['OPENHOST-3-6', 'OPENHOST-3-11', 'OPENHOST-3-9'],
  ),
  aborts('sent AUTH_CLIENT')(
    '4',
    'host-length',
    'rejects an AUTH_HOST of 63 bytes',
    'A client without a length check reads past the end of the frame.',
    lengths,
  ),
  aborts('opened a channel')(
    '4',
    'nonce-length',
    'rejects an AUTH_NONCE of 31 bytes',
    'A short nonce makes it easy to use a recorded proof again.',
    lengths,
  ),
];
