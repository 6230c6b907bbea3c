/** Sections 3.1 to 3.3: offers, answers and the handshake. */
const SHUT_OUT =
  'Clients that send a valid offer of this form wait in vain and report that the host is down.';
const LIMIT = 'Clients at the limit, such as phones with many networks, cannot connect.';
const DRIFT =
  'A daemon that accepts it hides the bug of the client, which then fails with every other daemon.';
const MEMORY = 'A stranger exhausts the memory of the daemon with one small packet.';
const LATER = 'A later version gives the field a meaning, and this daemon misreads it in silence.';
const GUESSED = 'ICE strings that are too short can be guessed, and an attacker joins the connection.';
const OVERRUN = 'A daemon with fixed buffers for ICE strings crashes or reads past their end.';
const BOTH_WAIT = 'Both ends wait for the DTLS hello of the other one, and no connection opens.';
const LOST_STEP = 'A decoder that continues after this field reads every later field at a wrong place.';
const LEFT_OVER =
  'Two decoders read two different offers from the same bytes, and a check on one of them is bypassed.';
const UNREAD = 'Clients do not find or cannot read the answer, and every connection times out.';
const SAME_ANSWER = 'An attacker mixes pieces of two answers, or makes the client wait for ever.';
const STEALS = 'An attacker who recorded the offer of a client connects in its place.';
const NOT_PINNED =
  'An attacker on the path terminates the connection with a certificate of its own and reads everything.';
const REPLAYED_ANSWER =
  'An attacker replays an answer, and the client connects to an address of the choice of the attacker.';

export const ofOffers = {
  '3.3/v3': SHUT_OUT,
  '3.3/v3-uncompressed': SHUT_OUT,
  '3.3/v3-cert-fp':
    'Browsers cannot read the TLS exporter: a daemon without mode CertFp serves none of them.',
  '3.3/v2': SHUT_OUT,
  '3.3/v1': SHUT_OUT,
  '3.3/eight-candidates': LIMIT,
  '3.3/no-candidates': 'Browsers that hide their addresses offer no candidate and cannot connect.',
  '3.3/ipv6-candidate': 'Clients in IPv6 networks cannot connect.',
  '3.3/longest-ice': 'ICE libraries choose the length of their strings, so some clients cannot connect.',
  '3.3/tag-00': DRIFT,
  '3.3/tag-03': LATER,
  '3.3/tag-ff': LATER,
  '3.3/largest-body': LIMIT,
  '3.3/bomb': MEMORY,
  '3.3/broken-zlib': DRIFT,
  '3.3/separator': 'A signed text of another protocol is accepted as an offer.',
  '3.3/version-4': LATER,
  '3.3/stranger': 'Anybody connects in the name of a paired client.',
  '3.3/blob-length': 'A daemon that trusts the length reads past the end of the packet.',
  '3.3/blob-version': LATER,
  '3.3/flag-3': LATER,
  '3.3/flag-4': LATER,
  '3.3/flag-5': LATER,
  '3.3/flag-6': LATER,
  '3.3/flag-7': LATER,
  '3.3/setup-passive': BOTH_WAIT,
  '3.3/setup-reserved': BOTH_WAIT,
  '3.3/ufrag-3': GUESSED,
  '3.3/ufrag-33': OVERRUN,
  '3.3/pwd-21': GUESSED,
  '3.3/pwd-33': OVERRUN,
  '3.3/not-ascii': 'The string goes into SDP, where a byte outside ASCII can end a line and add another one.',
  '3.3/nine-candidates': 'A stranger makes the daemon probe as many addresses as fit into an offer.',
  '3.3/candidate-type': LOST_STEP,
  '3.3/candidate-family': LOST_STEP,
  '3.3/cut-blob': 'A daemon without a length check reads past the end of the packet.',
  '3.3/long-blob': LEFT_OVER,
  '3.3/sealed': 'A relay changes an offer on its way, and the daemon connects to an address of its choice.',
  '3.3/v2-binding-0': LATER,
  '3.3/v2-binding-3': LATER,
  '3.3/v2-binding-255': LATER,
  '3.3/v1-passive': BOTH_WAIT,
  '3.3/unpaired':
    'Anybody on the Internet reaches a service that the operator opened to paired clients only.',
  '3.3/actpass':
    'Deployed clients send actpass and deployed daemons accept it (OPENHOST-G12): a daemon that follows the text does not serve them.',
  '3.3/pairing-counts': 'A newly paired user cannot connect until the operator restarts the daemon.',
  '3.3/broken-pairs':
    'A full disk or a locked file disconnects every user, or shuts out everybody until a restart.',
  '3.3/poll': 'Users wait so long for a page that they give up, or their client times out.',
  '3.3/stale-offer': 'An attacker who kept an old packet makes the daemon answer it again (OPENHOST-G43).',
  '3.3/replayed-offer': 'Each answer costs the daemon a connection that no client takes up (OPENHOST-G43).',
  '3.3/unauthenticated-suites':
    'With an anonymous cipher suite the daemon sees no certificate to compare with the offer, so anybody can connect.',
  '3.3/stolen-certificate': STEALS,
  '3.3/other-certificate': STEALS,
  '3.3/answer-label': UNREAD,
  '3.3/answer-ttl':
    'Caches return an answer to an earlier offer, and the next connection of the client fails.',
  '3.3/fragment-180': 'Clients that follow the text reject longer fragments, and cannot connect.',
  '3.3/fragment-500': 'Deployed clients reject longer fragments, and cannot connect.',
  '3.3/fragment-envelope': UNREAD,
  '3.3/answer-body': 'An uncompressed or older answer does not fit into the packet beside the record.',
  '3.3/answer-key': 'Clients reject an answer that another host could have made, and cannot connect.',
  '3.3/answer-hash': 'Clients cannot tell the answer to this offer from the answer to an earlier one.',
  '3.1/passive': BOTH_WAIT,
  '3.3/answer-candidates': 'A client has no address to connect to, or rejects the answer.',
  '3.3/eviction': 'Under load clients get parts of an answer and time out, or the whole packet is rejected.',
  '3.2/client-other-certificate': NOT_PINNED,
  '3.2/client-stolen-certificate': NOT_PINNED,
  '3.2/client-other-suite': 'A host that chooses a suite without a certificate is not authenticated at all.',
  '3.3/client-offer': 'Daemons do not find or cannot open the offer, and the client reaches no host.',
  '3.3/client-offer-ttl': 'Caches return an old offer, and daemons answer a connection that is long gone.',
  '3.3/client-offer-blob': 'Daemons reject the offer, and the client reaches no host.',
  '3.3/client-browser-binding':
    'A web page cannot read the TLS exporter: a daemon that expects it rejects every browser.',
  '3.1/client-active': BOTH_WAIT,
  '3.1/client-setup-active': BOTH_WAIT,
  '3.3/client-answer-of-another-host': REPLAYED_ANSWER,
  '3.3/client-answer-to-another-offer': REPLAYED_ANSWER,
  '3.3/client-answer-flags':
    'A later version gives the bit a meaning, and this client misreads it in silence.',
  '3.3/client-answer-blob-version':
    'A later version changes the meaning of the fields, and the client misreads them in silence.',
  '3.3/client-answer-tag':
    'A client that guesses the compression shows an unclear error, or reads garbage as an address.',
  '3.3/client-answer-uncompressed': 'Hosts that do not compress are unreachable for this client.',
  '3.3/client-answer-v1': 'Hosts with an older daemon are unreachable for this client.',
  '3.2/client-answer-v1-fingerprint':
    'Known clients take the fingerprint from the answer (OPENHOST-G40): one old signed answer moves them to another certificate.',
  '3.3/client-answer-bomb': 'A hostile host exhausts the memory of its visitors with one small packet.',
  '3.3/client-answer-broken-zlib':
    'A damaged answer is read as garbage, and the client connects to a wrong address.',
  '3.3/client-fragment-two': 'Most real answers need more than one fragment, so most hosts are unreachable.',
  '3.3/client-fragment-total': SAME_ANSWER,
  '3.3/client-fragment-index': SAME_ANSWER,
  '3.3/client-fragment-missing': SAME_ANSWER,
  '3.3/client-fragment-duplicate': SAME_ANSWER,
  '3.3/client-fragment-zero-total': 'A client that trusts the total waits for ever or divides by zero.',
  '3.3/client-fragment-zero-late':
    'Relays return packets in parts of their life: the client gives up although the answer comes.',
  '3.3/client-fragment-index-over': 'A client that trusts the index writes past the end of its list.',
  '3.3/client-fragment-too-long': 'A client with fixed buffers for fragments overruns them.',
} as const;
