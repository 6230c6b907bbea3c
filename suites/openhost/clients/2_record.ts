import type { Case } from '../../model.js';
import { aborts, takes } from './meeting.js';

const fresh = ['OPENHOST-2-11', 'OPENHOST-3-2'];
const signed = ['OPENHOST-2-14', 'OPENHOST-3-2'];
const rejects = aborts('read the packet of the host');

export const record: readonly Case[] = [
  rejects('2', 'stale-record', 'rejects a record that is 10,000 seconds old', fresh),
  rejects('2', 'future-record', 'rejects a record that is 10,000 seconds ahead', fresh),
  rejects('2', 'inner-signature', 'rejects a record that the host did not sign', [
    'OPENHOST-2-9',
    'OPENHOST-2-2',
  ]),
  rejects('2', 'forged-packet', 'rejects a packet that the host did not sign', signed),
  rejects('2', 'packet-of-another-key', 'rejects the packet of another host', signed),
  rejects('2', 'flood-of-a-relay', 'rejects a packet of 5 MiB although the host signed it', ['OPENHOST-3-2']),
  takes('2', 'one-lying-relay', 'asks the second relay when the first returns a forged packet', [
    'OPENHOST-2-13',
    'OPENHOST-2-14',
  ]),
  rejects('0', 'record-version', 'rejects a record of version 4', ['OPENHOST-0-1']),
  rejects('2', 'two-records', 'rejects a packet with two host records', ['OPENHOST-2-1']),
  takes('2', 'turn-record', 'reads a record of version 3', ['OPENHOST-2-7']),
  takes('2', 'long-record', 'reads a record in two character strings', ['OPENHOST-2-8']),
  takes('2', 'only-second-relay', 'asks the second relay when the first has no packet', ['OPENHOST-2-13']),
];
