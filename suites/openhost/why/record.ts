/** Sections 0 to 2: URLs, records and packets. */
const LOCKED_OUT =
  'Clients that connect after a restart get the old record or none, for as long as relays reject the new packet.';
const FORGED = 'A relay can point visitors of a host to a server of its own.';
const WRONG_KEY = 'A mistyped URL sends the visitor to a key that nobody, or somebody else, owns.';

export const ofRecord = {
  '2/published': 'Nobody can find the host, and the daemon looks healthy to its operator.',
  '2/one-record': 'Clients disagree on which record counts, and some of them connect to an old certificate.',
  '2/only-known-records': 'Foreign records use up the 1000 bytes, so that answers to clients are dropped.',
  '2/inner-signature': 'Every client rejects the record, and the host is unreachable.',
  '2/outer-signature': 'Relays and the DHT reject the packet, and the host is unreachable.',
  '2/ttl': 'Caches keep a record after its certificate was rotated, and clients fail until it expires.',
  '2/fresh': 'Clients reject a record whose ts is more than two hours off, and the host is unreachable.',
  '2/seq-seconds': 'A client that compares seq with ts rejects the packet.',
  '2/seq-microseconds':
    'Deployed relays and clients order packets by microseconds, so a smaller seq is never accepted.',
  '2/fits': 'The DHT rejects a packet of more than 1000 bytes, and the host disappears under load.',
  '2/roles-and-disc': 'Clients with fixed buffers reject the record, or do not know what the host offers.',
  '2/republish-later':
    'Relays ignore a packet whose seq does not grow, and a changed salt breaks every client that looks for its answer.',
  '2/turn-trailer': 'Clients behind strict NATs do not learn of the TURN relay and cannot connect.',
  '2/long-value':
    'DNS libraries reject or truncate a TXT string of more than 255 bytes, and the record is lost.',
  '2/restart': LOCKED_OUT,
  '2/ts-now':
    'A daemon whose ts runs ahead of the clock cannot publish after a restart until the clock catches up.',
  '2/ts-pace':
    'A known daemon moves ts on by a second for each of several packets a second: after 40 s it is 55 s ahead (OPENHOST-S10).',
  '2/restart-fresh': LOCKED_OUT,
  '1/client-url-short': WRONG_KEY,
  '1/client-url-alphabet': WRONG_KEY,
  '1/client-url-query':
    'Two programs read one link differently, and a filter that checks the link is bypassed.',
  '2/client-stale-record':
    'An attacker replays an old record, and clients connect to a certificate whose key has leaked.',
  '2/client-future-record': 'A record from the future stays valid for days after the host has replaced it.',
  '2/client-inner-signature': FORGED,
  '2/client-forged-packet': FORGED,
  '2/client-packet-of-another-key': FORGED,
  '2/client-flood-of-a-relay': 'A hostile relay exhausts the memory of every visitor.',
  '2/client-one-lying-relay': 'One hostile relay in the list makes every host unreachable.',
  '0/client-record-version':
    'A later version changes the meaning of the fields, and the client misreads them in silence.',
  '2/client-two-records':
    'Clients disagree on which record counts, and some of them connect to an old certificate.',
  '2/client-turn-record': 'Hosts with a TURN relay are unreachable for this client.',
  '2/client-long-record': 'Hosts with a long description are unreachable for this client.',
  '2/client-only-second-relay':
    'A host that one relay has forgotten is unreachable, although another relay has it.',
} as const;
