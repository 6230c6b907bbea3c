/** Section 3 and the frames of section 4: the binding and the framing. */
const IMPOSTOR = 'Somebody without the private key of a paired client is served in its name.';
const RELAYED =
  'An attacker forwards the proof from one connection to another and is served in the name of the client.';
const UNBOUND = 'Anybody who reaches the DTLS port uses the service without proving a key.';
const WRONG_SENDER =
  'A daemon that handles frames which only daemons send runs code that nobody has tested, with input from a stranger.';
const REBOUND =
  'A client changes its identity in the middle of a channel, and the access log names the wrong one.';
const SKIPPED = 'A later version uses the type for a rule that this daemon then ignores in silence.';
const BUFFERED = 'A stranger makes the daemon wait for, or allocate, gigabytes with a header of nine bytes.';
const OUT_OF_STEP =
  'A daemon that skips the payload, or not, loses its place in the stream and misreads every later frame.';
const SMUGGLED =
  'The two ends disagree on where a request ends, and an attacker appends a request of its own to that of a user.';
const RESERVED_UPGRADE = 'A client opens a tunnel to the service past the list of WebSocket paths.';
const OLD_CLIENTS = 'Clients that were built before version 2 of the frames cannot use the host.';
const SPLIT = 'Libraries split and join messages as they like, so pages fail at random sizes.';
const TIMEOUT = 'Clients take a busy connection for a dead one and drop the page that it loads.';

export const ofChannel = {
  '3/binds-exporter': 'No client with a TLS exporter can use the host.',
  '3/binds-cert-fp': 'No browser can use the host.',
  '3.3/v1-exporter': 'Clients with version 1 offers connect and then fail at the binding.',
  '3/fresh-nonce': 'In mode CertFp only the nonce prevents that a recorded proof is used again.',
  '3/wrong-mode': RELAYED,
  '3/wrong-mode-cert-fp': RELAYED,
  '3/wrong-host':
    'A hostile host forwards the proof of its visitor to this host and is served in the name of the visitor.',
  '3/swapped-keys': 'A host reflects a proof that a client made in the opposite role.',
  '3/wrong-key': IMPOSTOR,
  '3/stranger-key':
    'The daemon checked the pairing for the key in the offer: a paired client can admit any other key (OPENHOST-G26).',
  '3/no-signature': IMPOSTOR,
  '3/replayed-proof': 'An attacker who recorded one proof is served in the name of the client from then on.',
  '4/auth-client-short': 'A daemon without a length check reads past the end of the frame.',
  '4/auth-client-long': 'Bytes that nobody signed are accepted as a part of the proof.',
  '4/auth-client-empty':
    'A daemon without a length check crashes, or takes an empty signature for a valid one.',
  '3/early-request': UNBOUND,
  '3/early-ping': UNBOUND,
  '3/early-auth-host': WRONG_SENDER,
  '3/early-auth-nonce': WRONG_SENDER,
  '3/early-request-body': UNBOUND,
  '3/early-request-end': UNBOUND,
  '3/early-response-head': WRONG_SENDER,
  '3/early-response-body': WRONG_SENDER,
  '3/early-response-end': WRONG_SENDER,
  '3/early-ws-upgrade': UNBOUND,
  '3/early-ws-frame': UNBOUND,
  '3/early-pong': UNBOUND,
  '3/early-error': 'A daemon that continues after an ERROR waits for a client that has given up.',
  '3/channel-torn-down': 'An attacker tries one proof after another on the same channel.',
  '3/connection-torn-down':
    'Deployed daemons close only the channel (OPENHOST-G25), so that a client can try proofs on one connection for ever.',
  '3/binding-timeout': 'Strangers who send nothing use up the connections of the daemon.',
  '3/second-auth': REBOUND,
  '4/reserved-00': SKIPPED,
  '4/reserved-04': SKIPPED,
  '4/reserved-10': SKIPPED,
  '4/reserved-14': SKIPPED,
  '4/reserved-22': SKIPPED,
  '4/reserved-33': SKIPPED,
  '4/reserved-7f': SKIPPED,
  '4/reserved-f1': SKIPPED,
  '4/reserved-fd': SKIPPED,
  '4/reserved-v1': SKIPPED,
  '4/oversize': BUFFERED,
  '4/oversize-4gib': BUFFERED,
  '4/oversize-v1': BUFFERED,
  '4/ping-payload': OUT_OF_STEP,
  '4/end-payload': OUT_OF_STEP,
  '4/unexpected-request-body': SMUGGLED,
  '4/unexpected-request-end': SMUGGLED,
  '4/unexpected-response-head': WRONG_SENDER,
  '4/unexpected-response-body': WRONG_SENDER,
  '4/unexpected-response-end': WRONG_SENDER,
  '4/unexpected-ws-frame': RESERVED_UPGRADE,
  '4/ws-upgrade': RESERVED_UPGRADE,
  '4/ping': TIMEOUT,
  '4/pong-ignored': 'A late PONG, which any busy connection has, ends the page that it loads.',
  '4/error-ends': 'The daemon keeps the channels of clients that have given up, until it runs out of memory.',
  '4/v2-only': 'Clients of today cannot read version 1 frames, and show no page.',
  '4/legacy-frames': OLD_CLIENTS,
  '4/byte-by-byte': SPLIT,
  '4/joined': SPLIT,
  '4/partial-is-no-error': SPLIT,
  '4/response-id': 'A client with two requests shows the response of one as that of the other.',
  '4/interleaved': 'Two uploads at once are mixed up, or one of them is lost.',
  '4/mid-request-request-head': SMUGGLED,
  '4/mid-body-request-head': SMUGGLED,
  '4/mid-request-same-head': SMUGGLED,
  '4/while-answered-request-body': SMUGGLED,
  '4/while-answered-request-end': SMUGGLED,
  '4/mid-request-response-head': WRONG_SENDER,
  '4/mid-request-response-body': WRONG_SENDER,
  '4/mid-request-response-end': WRONG_SENDER,
  '4/mid-request-ws-upgrade': RESERVED_UPGRADE,
  '4/mid-request-ws-frame': RESERVED_UPGRADE,
  '4/mid-request-auth-nonce': REBOUND,
  '4/mid-request-auth-client': REBOUND,
  '4/mid-request-auth-host': REBOUND,
  '4/while-answered-response-head': WRONG_SENDER,
  '4/while-answered-response-body': WRONG_SENDER,
  '4/while-answered-response-end': WRONG_SENDER,
  '4/while-answered-ws-upgrade': RESERVED_UPGRADE,
  '4/while-answered-ws-frame': RESERVED_UPGRADE,
  '4/while-answered-auth-nonce': REBOUND,
  '4/while-answered-auth-client': REBOUND,
  '4/while-answered-auth-host': REBOUND,
  '4/unexpected-auth-nonce': REBOUND,
  '4/unexpected-auth-host': REBOUND,
  '4/mid-request-ping': 'An upload fails whenever a keep-alive falls into it.',
  '4/mid-request-error': 'The service acts on a request that the client has cancelled.',
  '4/while-answered-error': 'The daemon sends a long response to a client that has given up.',
  '4/ping-while-answered': TIMEOUT,
  '3/client-served': 'The client reaches no host at all.',
  '3/client-host-signature': 'An attacker on the path answers in the name of the host.',
  '4/client-host-length': 'A client without a length check reads past the end of the frame.',
  '4/client-nonce-length': 'A short nonce makes it easy to use a recorded proof again.',
  '4/client-legacy-frames': 'Hosts with a daemon of before version 2 are unreachable for this client.',
  '4/client-cut-frames': SPLIT,
  '4/client-ping-first':
    'A daemon that checks its clients with PING drops the connection before the page has loaded.',
  '4/client-v2-only': 'Daemons of today misread version 1 frames of a client that has offered version 3.',
  '4/client-reserved-type':
    'A later version uses the type for a rule that this client then ignores in silence.',
  '4/client-oversize-frame':
    'A hostile host exhausts the memory of its visitors with a header of nine bytes.',
  '5/client-error-frame':
    'A hostile daemon puts markup into the page, or escape sequences into the terminal, of every client.',
  '4/client-request': 'Daemons reject the request, and the client shows no page.',
} as const;
