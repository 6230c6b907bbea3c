import type { Case } from '../../model.js';
import { BOTH_WAIT } from '../whys.js';
import { aborts, takes } from './meeting.js';

const SAME_ANSWER = 'An attacker mixes pieces of two answers, or makes the client wait for ever.';
const REPLAYED_ANSWER =
  'An attacker replays an answer, and the client connects to an address of the choice of the attacker.';

const rejects = aborts('read an answer');
const fragments = 'openhost/3.3/client-fragment-two';

export const answers: readonly Case[] = [
  rejects('3.1', 'setup-active', 'rejects an answer with setup:active', BOTH_WAIT, ['OPENHOST-3.1-3'], {
    // Deployed clients accept an active daemon (OPENHOST-G13).
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
  }),
  rejects(
    '3.3',
    'answer-of-another-host',
    'rejects an answer with the key of another host',
    REPLAYED_ANSWER,
    ['OPENHOST-3.3-45'],
  ),
  rejects(
    '3.3',
    'answer-to-another-offer',
    'rejects an answer with the hash of another offer',
    REPLAYED_ANSWER,
    ['OPENHOST-3.3-43'],
  ),
  rejects(
    '3.3',
    'answer-flags',
    'rejects an answer with a reserved flag',
    'A later version gives the bit a meaning, and this client misreads it in silence.',
    ['OPENHOST-3.3-41', 'OPENHOST-3.3-42'],
  ),
  rejects(
    '3.3',
    'answer-blob-version',
    'rejects an answer blob of version 2',
    'A later version changes the meaning of the fields, and the client misreads them in silence.',
    ['OPENHOST-3.3-42'],
  ),
  rejects(
    '3.3',
    'answer-tag',
    'rejects an answer with an unknown compression tag',
    'A client that guesses the compression shows an unclear error, or reads garbage as an address.',
    ['OPENHOST-3.3-3'],
  ),
  takes(
    '3.3',
    'answer-uncompressed',
    'reads an uncompressed answer',
    'Hosts that do not compress are unreachable for this client.',
    ['OPENHOST-3.3-7'],
  ),
  takes(
    '3.3',
    'answer-v1',
    'reads an answer of version 1',
    'Hosts with an older daemon are unreachable for this client.',
    ['OPENHOST-3.3-40'],
    {
      // With fragments of 180 bytes the SDP does not fit into a packet beside the record.
      dialect: { subject: 'openhost/fragment', name: 'deployed', norm: false },
    },
  ),
  rejects(
    '3.2',
    'answer-v1-fingerprint',
    'rejects an answer of version 1 whose fingerprint differs from the record',
    'Known clients take the fingerprint from the answer (OPENHOST-G40): one old signed answer moves them to another certificate.',
    ['OPENHOST-3.2-1', 'OPENHOST-3-5'],
    {
      control: 'openhost/3.3/client-answer-v1',
      dialect: { subject: 'openhost/fragment', name: 'deployed', norm: false },
    },
  ),
  rejects(
    '3.3',
    'answer-bomb',
    'rejects an answer that inflates to more than 65536 bytes',
    'A hostile host exhausts the memory of its visitors with one small packet.',
    ['OPENHOST-3.3-5'],
  ),
  rejects(
    '3.3',
    'answer-broken-zlib',
    'rejects an answer with a wrong zlib checksum',
    'A damaged answer is read as garbage, and the client connects to a wrong address.',
    ['OPENHOST-3.3-8'],
  ),
  takes(
    '3.3',
    'fragment-two',
    'reads an answer in several fragments',
    'Most real answers need more than one fragment, so most hosts are unreachable.',
    ['OPENHOST-3.3-32', 'OPENHOST-3.3-37'],
  ),
  rejects(
    '3.3',
    'fragment-total',
    'rejects fragments with different totals',
    SAME_ANSWER,
    ['OPENHOST-3.3-48'],
    {
      control: fragments,
    },
  ),
  rejects(
    '3.3',
    'fragment-index',
    'rejects a fragment whose index differs from the suffix of its name',
    SAME_ANSWER,
    ['OPENHOST-3.3-49', 'OPENHOST-3.3-34'],
    { control: fragments },
  ),
  rejects(
    '3.3',
    'fragment-missing',
    'rejects an answer without its last fragment',
    SAME_ANSWER,
    ['OPENHOST-3.3-50'],
    {
      control: fragments,
    },
  ),
  rejects(
    '3.3',
    'fragment-duplicate',
    'rejects a fragment that comes twice',
    SAME_ANSWER,
    ['OPENHOST-3.3-51'],
    {
      control: fragments,
    },
  ),
  rejects(
    '3.3',
    'fragment-zero-total',
    'rejects a fragment with a total of 0',
    'A client that trusts the total waits for ever or divides by zero.',
    ['OPENHOST-3.3-52'],
    {
      control: fragments,
    },
  ),
  takes(
    '3.3',
    'fragment-zero-late',
    'waits for an answer whose first fragment comes later',
    'Relays return packets in parts of their life: the client gives up although the answer comes.',
    ['OPENHOST-3.3-47'],
  ),
  rejects(
    '3.3',
    'fragment-index-over',
    'rejects a fragment whose index is not below the total',
    'A client that trusts the index writes past the end of its list.',
    ['OPENHOST-3.3-53'],
    { control: fragments },
  ),
  rejects(
    '3.3',
    'fragment-too-long',
    'rejects a fragment of more than 180 bytes',
    'A client with fixed buffers for fragments overruns them.',
    ['OPENHOST-3.3-54'],
    {
      control: fragments,
      dialect: { subject: 'openhost/fragment', name: 'spec', norm: true },
    },
  ),
];
