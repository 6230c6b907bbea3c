import type { Case } from '../../model.js';
import { aborts, takes } from './meeting.js';

const fresh = ['OPENHOST-2-11', 'OPENHOST-3-2'];
const signed = ['OPENHOST-2-14', 'OPENHOST-3-2'];

export const record: readonly Case[] = [
  aborts('2', 'stale-record', 'a record of long ago is refused', fresh),
  aborts('2', 'future-record', 'a record of the future is refused', fresh),
  aborts('2', 'inner-signature', 'a record that the host did not sign is refused', [
    'OPENHOST-2-9',
    'OPENHOST-2-2',
  ]),
  aborts('2', 'forged-packet', 'a packet that the host did not sign is refused', signed),
  aborts('2', 'packet-of-another-key', 'the packet of another host is refused', signed),
  aborts('2', 'flood-of-a-relay', 'a packet of five MiB is refused, although the host signed it', [
    'OPENHOST-3-2',
  ]),
  takes('2', 'one-lying-relay', 'a relay that lies does not keep the others from being asked', [
    'OPENHOST-2-13',
    'OPENHOST-2-14',
  ]),
  aborts('0', 'record-version', 'a record of version 4 is refused', ['OPENHOST-0-1']),
  aborts('2', 'two-records', 'two records of the host are none', ['OPENHOST-2-1']),
  takes('2', 'turn-record', 'a version 3 record is read', ['OPENHOST-2-7']),
  takes('2', 'long-record', 'a record in two character strings is read', ['OPENHOST-2-8']),
  takes('2', 'only-second-relay', 'the second relay is asked where the first has nothing', ['OPENHOST-2-13']),
];
