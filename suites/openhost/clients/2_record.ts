import type { Case } from '../../model.js';
import { rejects, takes } from './meeting.js';

const FORGED = 'A relay can point visitors of a host to a server of its own.';

const fresh = ['OPENHOST-2-11', 'OPENHOST-3-2'];
const signed = ['OPENHOST-2-14', 'OPENHOST-3-2'];
const innerSigned = ['OPENHOST-2-9', 'OPENHOST-2-2'];
const step = 'read the packet of the host';
const rejectsPacket = rejects({ section: '2', step });
const rejectsTurn = rejects({ section: '2', step, control: 'openhost/2/client-turn-record' });

export const record: readonly Case[] = [
  rejectsPacket('stale-record', 'a record that is 10,000 seconds old', {
    why: 'An attacker replays an old record, and clients connect to a certificate whose key has leaked.',
    requires: fresh,
  }),
  rejectsPacket('future-record', 'a record that is 10,000 seconds ahead', {
    why: 'A record from the future stays valid for days after the host has replaced it.',
    requires: fresh,
  }),
  rejectsPacket('inner-signature', 'a record that the host did not sign', {
    why: FORGED,
    requires: innerSigned,
  }),
  rejectsPacket('forged-packet', 'a packet that the host did not sign', { why: FORGED, requires: signed }),
  rejects({ section: '2', step: 'read an answer' })(
    'later-forged-packet',
    'an unsigned packet with its answer, after a first packet that the host signed',
    {
      why: 'A relay answers in the name of a host to a client that checks the first packet only.',
      requires: ['OPENHOST-2-14'],
    },
  ),
  rejectsPacket('packet-of-another-key', 'the packet of another host', { why: FORGED, requires: signed }),
  rejectsPacket('flood-of-a-relay', 'a packet of 5 MiB although the host signed it', {
    why: 'A hostile relay exhausts the memory of every visitor.',
    requires: ['OPENHOST-3-2'],
  }),
  takes('2', 'one-lying-relay', 'asks the second relay when the first returns a forged packet', {
    why: 'One hostile relay in the list makes every host unreachable.',
    requires: ['OPENHOST-2-13', 'OPENHOST-2-14'],
  }),
  rejects({ section: '0', step })('record-version', 'a record of version 4', {
    why: 'A later version changes the meaning of the fields, and the client misreads them in silence.',
    requires: ['OPENHOST-0-1'],
  }),
  rejectsPacket('two-records', 'a packet with two host records', {
    why: 'Clients disagree on which record counts, and some of them connect to an old certificate.',
    requires: ['OPENHOST-2-1'],
  }),
  takes('2', 'turn-record', 'reads a record of version 3', {
    why: 'Hosts with a TURN relay are unreachable for this client.',
    requires: ['OPENHOST-2-7'],
  }),
  rejectsTurn('turn-stale-record', 'a record of version 3 that is 10,000 seconds old', {
    why: 'An attacker replays an old record of a host with a TURN relay, whose certificate has leaked.',
    requires: fresh,
  }),
  rejectsTurn('turn-inner-signature', 'a record of version 3 that the host did not sign', {
    why: FORGED,
    requires: innerSigned,
  }),
  takes('2', 'long-record', 'reads a record in two character strings', {
    why: 'Hosts with a long description are unreachable for this client.',
    requires: ['OPENHOST-2-8'],
  }),
  takes('2', 'only-second-relay', 'asks the second relay when the first has no packet', {
    why: 'A host that one relay has forgotten is unreachable, although another relay has it.',
    requires: ['OPENHOST-2-13'],
  }),
];
