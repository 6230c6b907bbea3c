import type { Case } from '../../model.js';
import { clientCase, isServed, rejects, served } from './meeting.js';

const NOT_PINNED =
  'An attacker on the path terminates the connection with a certificate of its own and reads everything.';

const certificate = ['OPENHOST-3.2-1', 'OPENHOST-3-5'];
const lengths = ['OPENHOST-4-17', 'OPENHOST-3-6'];
const rejectsHandshake = rejects({ section: '3.2', step: 'read an answer' });

export const binding: readonly Case[] = [
  clientCase({
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
    async run({ openhostClient, expect }) {
      isServed(await openhostClient.meet(), expect);
    },
  }),
  rejectsHandshake('other-certificate', 'a host whose certificate has another fingerprint than the record', {
    why: NOT_PINNED,
    requires: certificate,
  }),
  rejectsHandshake(
    'stolen-certificate',
    'a host that presents the certificate of the record without its private key',
    { why: NOT_PINNED, requires: certificate },
  ),
  rejectsHandshake('other-suite', 'a cipher suite that it did not offer', {
    why: 'A host that chooses a suite without a certificate is not authenticated at all.',
    requires: certificate,
  }),
  rejects({ section: '3', step: 'sent AUTH_CLIENT' })(
    'host-signature',
    'an AUTH_HOST with a wrong signature',
    {
      why: 'An attacker on the path answers in the name of the host.',
      requires: ['OPENHOST-3-6', 'OPENHOST-3-11', 'OPENHOST-3-9'],
    },
  ),
  rejects({ section: '4', step: 'sent AUTH_CLIENT' })('host-length', 'an AUTH_HOST of 63 bytes', {
    why: 'A client without a length check reads past the end of the frame.',
    requires: lengths,
  }),
  rejects({ section: '4', step: 'opened a channel' })('nonce-length', 'an AUTH_NONCE of 31 bytes', {
    why: 'A short nonce makes it easy to use a recorded proof again.',
    requires: lengths,
  }),
];
