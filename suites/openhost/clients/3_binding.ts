import { defineCase } from '../../case.js';
import type { Case } from '../../model.js';
import { aborts, isServed, ports } from './meeting.js';

const certificate = ['OPENHOST-3.2-1', 'OPENHOST-3-5'];
const lengths = ['OPENHOST-4-17', 'OPENHOST-3-6'];

export const binding: readonly Case[] = [
  defineCase({
    id: 'openhost/3/client-served',
    title: 'a client that writes its offer and reads its answer as the text says is served',
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
    ports,
    async run(context) {
      isServed(await context.openhostClient.meet(), context);
    },
  }),
  aborts(
    '3.2',
    'other-certificate',
    'another certificate than the one of the record is refused',
    certificate,
  ),
  aborts(
    '3.2',
    'stolen-certificate',
    'the certificate of the record without its key is refused',
    certificate,
  ),
  aborts('3.2', 'other-suite', 'a cipher suite that the client did not offer is refused', certificate),
  aborts('3', 'host-signature', 'a host that cannot sign is left', [
    'OPENHOST-3-6',
    'OPENHOST-3-11',
    'OPENHOST-3-9',
  ]),
  aborts('4', 'host-length', 'an AUTH_HOST of another length is a failure', lengths),
  aborts('4', 'nonce-length', 'an AUTH_NONCE of another length is a failure', lengths),
];
