import type { Case, Dialect } from '../../model.js';
import { BOTH_WAIT } from '../whys.js';
import { rejects, takes } from './meeting.js';

const SAME_ANSWER = 'An attacker mixes pieces of two answers, or makes the client wait for ever.';
const REPLAYED_ANSWER =
  'An attacker replays an answer, and the client connects to an address of the choice of the attacker.';

/** With fragments of 180 bytes the SDP of version 1 does not fit into a packet beside the record. */
const longFragments: Dialect = { subject: 'openhost/fragment', name: 'deployed', norm: false };

const step = 'read an answer';
const rejectsAnswer = rejects({ section: '3.3', step });
const rejectsFragment = rejects({ section: '3.3', step, control: 'openhost/3.3/client-fragment-two' });

export const answers: readonly Case[] = [
  rejects({ section: '3.1', step })('setup-active', 'an answer with setup:active', {
    why: BOTH_WAIT,
    requires: ['OPENHOST-3.1-3'],
    // Deployed clients accept an active daemon (OPENHOST-G13).
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
  }),
  rejectsAnswer('answer-of-another-host', 'an answer with the key of another host', {
    why: REPLAYED_ANSWER,
    requires: ['OPENHOST-3.3-45'],
  }),
  rejectsAnswer('answer-to-another-offer', 'an answer with the hash of another offer', {
    why: REPLAYED_ANSWER,
    requires: ['OPENHOST-3.3-43'],
  }),
  rejectsAnswer('answer-flags', 'an answer with a reserved flag', {
    why: 'A later version gives the bit a meaning, and this client misreads it in silence.',
    requires: ['OPENHOST-3.3-41', 'OPENHOST-3.3-42'],
  }),
  rejectsAnswer('answer-blob-version', 'an answer blob of version 2', {
    why: 'A later version changes the meaning of the fields, and the client misreads them in silence.',
    requires: ['OPENHOST-3.3-42'],
  }),
  rejectsAnswer('answer-tag', 'an answer with an unknown compression tag', {
    why: 'A client that guesses the compression shows an unclear error, or reads garbage as an address.',
    requires: ['OPENHOST-3.3-3'],
  }),
  takes('3.3', 'answer-uncompressed', 'reads an uncompressed answer', {
    why: 'Hosts that do not compress are unreachable for this client.',
    requires: ['OPENHOST-3.3-7'],
  }),
  takes('3.3', 'answer-v1', 'reads an answer of version 1', {
    why: 'Hosts with an older daemon are unreachable for this client.',
    requires: ['OPENHOST-3.3-40'],
    dialect: longFragments,
  }),
  rejects({ section: '3.2', step, control: 'openhost/3.3/client-answer-v1' })(
    'answer-v1-fingerprint',
    'an answer of version 1 whose fingerprint differs from the record',
    {
      why: 'Known clients take the fingerprint from the answer (OPENHOST-G40): one old signed answer moves them to another certificate.',
      requires: ['OPENHOST-3.2-1', 'OPENHOST-3-5'],
      dialect: longFragments,
    },
  ),
  rejectsAnswer('answer-bomb', 'an answer that inflates to more than 65536 bytes', {
    why: 'A hostile host exhausts the memory of its visitors with one small packet.',
    requires: ['OPENHOST-3.3-5'],
  }),
  rejectsAnswer('answer-broken-zlib', 'an answer with a wrong zlib checksum', {
    why: 'A damaged answer is read as garbage, and the client connects to a wrong address.',
    requires: ['OPENHOST-3.3-8'],
  }),
  takes('3.3', 'fragment-two', 'reads an answer in several fragments', {
    why: 'Most real answers need more than one fragment, so most hosts are unreachable.',
    requires: ['OPENHOST-3.3-32', 'OPENHOST-3.3-37'],
  }),
  rejectsFragment('fragment-total', 'fragments with different totals', {
    why: SAME_ANSWER,
    requires: ['OPENHOST-3.3-48'],
  }),
  rejectsFragment('fragment-index', 'a fragment whose index differs from the suffix of its name', {
    why: SAME_ANSWER,
    requires: ['OPENHOST-3.3-49', 'OPENHOST-3.3-34'],
  }),
  rejectsFragment('fragment-missing', 'an answer without its last fragment', {
    why: SAME_ANSWER,
    requires: ['OPENHOST-3.3-50'],
  }),
  rejectsFragment('fragment-duplicate', 'a fragment that comes twice', {
    why: SAME_ANSWER,
    requires: ['OPENHOST-3.3-51'],
  }),
  rejectsFragment('fragment-zero-total', 'a fragment with a total of 0', {
    why: 'A client that trusts the total waits for ever or divides by zero.',
    requires: ['OPENHOST-3.3-52'],
  }),
  takes('3.3', 'fragment-zero-late', 'waits for an answer whose first fragment comes later', {
    why: 'Relays return packets in parts of their life: the client gives up although the answer comes.',
    requires: ['OPENHOST-3.3-47'],
  }),
  rejectsFragment('fragment-index-over', 'a fragment whose index is not below the total', {
    why: 'A client that trusts the index writes past the end of its list.',
    requires: ['OPENHOST-3.3-53'],
  }),
  rejectsFragment('fragment-too-long', 'a fragment of more than 180 bytes', {
    why: 'A client with fixed buffers for fragments overruns them.',
    requires: ['OPENHOST-3.3-54'],
    dialect: { subject: 'openhost/fragment', name: 'spec', norm: true },
  }),
];
