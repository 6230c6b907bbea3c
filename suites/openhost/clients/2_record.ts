import type { Case } from '../../model.js';
import { aborts, takes } from './meeting.js';

const FORGED = 'A relay can point visitors of a host to a server of its own.';

const fresh = ['OPENHOST-2-11', 'OPENHOST-3-2'];
const signed = ['OPENHOST-2-14', 'OPENHOST-3-2'];
const rejects = aborts('read the packet of the host');
const withTurn = { control: 'openhost/2/client-turn-record' };

export const record: readonly Case[] = [
  rejects(
    '2',
    'stale-record',
    'rejects a record that is 10,000 seconds old',
    'An attacker replays an old record, and clients connect to a certificate whose key has leaked.',
    fresh,
  ),
  rejects(
    '2',
    'future-record',
    'rejects a record that is 10,000 seconds ahead',
    'A record from the future stays valid for days after the host has replaced it.',
    fresh,
  ),
  rejects('2', 'inner-signature', 'rejects a record that the host did not sign', FORGED, [
    'OPENHOST-2-9',
    'OPENHOST-2-2',
  ]),
  rejects('2', 'forged-packet', 'rejects a packet that the host did not sign', FORGED, signed),
  aborts('read an answer')(
    '2',
    'later-forged-packet',
    'rejects a packet with its answer that the host did not sign, after one that it signed',
    'A relay answers in the name of a host to a client that checks the first packet only.',
    ['OPENHOST-2-14'],
  ),
  rejects('2', 'packet-of-another-key', 'rejects the packet of another host', FORGED, signed),
  rejects(
    '2',
    'flood-of-a-relay',
    'rejects a packet of 5 MiB although the host signed it',
    'A hostile relay exhausts the memory of every visitor.',
    ['OPENHOST-3-2'],
  ),
  takes(
    '2',
    'one-lying-relay',
    'asks the second relay when the first returns a forged packet',
    'One hostile relay in the list makes every host unreachable.',
    ['OPENHOST-2-13', 'OPENHOST-2-14'],
  ),
  rejects(
    '0',
    'record-version',
    'rejects a record of version 4',
    'A later version changes the meaning of the fields, and the client misreads them in silence.',
    ['OPENHOST-0-1'],
  ),
  rejects(
    '2',
    'two-records',
    'rejects a packet with two host records',
    'Clients disagree on which record counts, and some of them connect to an old certificate.',
    ['OPENHOST-2-1'],
  ),
  takes(
    '2',
    'turn-record',
    'reads a record of version 3',
    'Hosts with a TURN relay are unreachable for this client.',
    ['OPENHOST-2-7'],
  ),
  rejects(
    '2',
    'turn-stale-record',
    'rejects a record of version 3 that is 10,000 seconds old',
    'An attacker replays an old record of a host with a TURN relay, whose certificate has leaked.',
    fresh,
    withTurn,
  ),
  rejects(
    '2',
    'turn-inner-signature',
    'rejects a record of version 3 that the host did not sign',
    FORGED,
    ['OPENHOST-2-9', 'OPENHOST-2-2'],
    withTurn,
  ),
  takes(
    '2',
    'long-record',
    'reads a record in two character strings',
    'Hosts with a long description are unreachable for this client.',
    ['OPENHOST-2-8'],
  ),
  takes(
    '2',
    'only-second-relay',
    'asks the second relay when the first has no packet',
    'A host that one relay has forgotten is unreachable, although another relay has it.',
    ['OPENHOST-2-13'],
  ),
];
