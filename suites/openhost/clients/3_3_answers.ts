import type { Case } from '../../model.js';
import { aborts, takes } from './meeting.js';

export const answers: readonly Case[] = [
  aborts('3.1', 'setup-active', 'an active daemon is refused', ['OPENHOST-3.1-3']),
  aborts('3.3', 'answer-of-another-host', 'an answer that names another host is refused', [
    'OPENHOST-3.3-45',
  ]),
  aborts('3.3', 'answer-to-another-offer', 'an answer to another offer is not taken', ['OPENHOST-3.3-43']),
  aborts('3.3', 'answer-flags', 'reserved flags in an answer are refused', [
    'OPENHOST-3.3-41',
    'OPENHOST-3.3-42',
  ]),
  aborts('3.3', 'answer-blob-version', 'another version of the answer blob is refused', ['OPENHOST-3.3-42']),
  aborts('3.3', 'answer-tag', 'an unknown compression tag is refused', ['OPENHOST-3.3-3']),
  takes('3.3', 'answer-uncompressed', 'an answer that is not compressed is read', ['OPENHOST-3.3-7']),
  takes('3.3', 'answer-v1', 'an answer of version 1 is read', ['OPENHOST-3.3-40'], {
    // In fragments of 180 bytes no packet has room for its SDP beside the record.
    subject: 'openhost/fragment',
    name: 'deployed',
    norm: false,
  }),
  aborts('3.3', 'answer-bomb', 'a body that inflates beyond 65536 bytes is refused', ['OPENHOST-3.3-5']),
  aborts('3.3', 'answer-broken-zlib', 'a damaged stream is refused', ['OPENHOST-3.3-8']),
  aborts('3.3', 'fragment-total', 'fragments that disagree on their number are refused', ['OPENHOST-3.3-48']),
  aborts('3.3', 'fragment-index', 'a fragment under the wrong name is refused', [
    'OPENHOST-3.3-49',
    'OPENHOST-3.3-34',
  ]),
  aborts('3.3', 'fragment-missing', 'a missing fragment is refused', ['OPENHOST-3.3-50']),
  aborts('3.3', 'fragment-duplicate', 'a fragment that comes twice is refused', ['OPENHOST-3.3-51']),
  aborts('3.3', 'fragment-zero-total', 'a total of zero is refused', ['OPENHOST-3.3-52']),
  takes('3.3', 'fragment-zero-late', 'an answer whose first fragment is not there yet is waited for', [
    'OPENHOST-3.3-47',
  ]),
  aborts('3.3', 'fragment-index-over', 'an index beyond the total is refused', ['OPENHOST-3.3-53']),
  aborts('3.3', 'fragment-too-long', 'a fragment of more than 180 bytes is refused', ['OPENHOST-3.3-54'], {
    subject: 'openhost/fragment',
    name: 'spec',
    norm: true,
  }),
];
