import type { Lowered } from '../lowered.js';

const CUT = 'the text does not say that a message may end in the middle of a frame (OPENHOST-G62)';
const ORDER =
  'the grammar of a request describes single frames, and only the purpose of the types implies their order (OPENHOST-S12)';
const BEFORE_BINDING =
  'the text does not say what happens to a frame before the binding (OPENHOST-G62), only that no request is served';
const LIMIT = 'the text has no limit for a request body; the known daemon has one as a setting';
const REQUESTS_ONLY = 'the text has header rules for requests only (OPENHOST-S05)';
const UNREACHABLE =
  'section 4 names an unreachable service as an example for ERROR, so a response with 502 is not the only correct answer';

const SURPLUS =
  'a client fetches the fragments below the total of fragment 0, and also rejects differing totals: the text does not say which holds for a surplus fragment (OPENHOST-G15)';
const KEY_LENGTH = 'a key has 32 bytes, and no sentence says what a derivation does with another length';
const NONCE_LENGTH =
  'a nonce has 32 bytes, and no sentence says what a derivation does with another length: the reader of AUTH_NONCE rejects it';
const BUILT =
  'the role is rejected where a blob is encoded and decoded, and no sentence asks it again of the SDP that is built from a blob';
const INDEX =
  'no sentence tells a maker of names which index to reject: the fragment itself, which has no room for this index, is rejected';

export const lowered: Lowered = {
  'openhost/reassembly/beyond-total': SURPLUS,
  'openhost/reassembly/beyond-total-malformed': SURPLUS,
  'openhost/label/offer-name-key-31': KEY_LENGTH,
  'openhost/label/allowlist-hash-key-31': KEY_LENGTH,
  'openhost/label/turn-password-key-31': KEY_LENGTH,
  'openhost/binding/auth-bytes-nonce-31': NONCE_LENGTH,
  'openhost/binding/auth-bytes-nonce-33': NONCE_LENGTH,
  'openhost/sdp/offer-passive': BUILT,
  'openhost/sdp/hash-passive': BUILT,
  'openhost/label/answer-name-index-negative': INDEX,
  'openhost/label/answer-name-index-255': INDEX,
  'openhost/2/restart':
    'the certificate should be rotated daily or at a restart, and the text does not say that the salt stays; restart-fresh gates on the packet after the restart',
  'openhost/2/client-flood-of-a-relay':
    'the limit of 1000 bytes binds the encoder; no sentence tells a client to reject more',
  'openhost/2/client-two-records':
    'the rule of one record binds the host; no sentence tells a client what to do with two',
  'openhost/3/binding-timeout': 'the text names no time limit for the binding (OPENHOST-G62)',
  'openhost/3/early-ping': BEFORE_BINDING,
  'openhost/3/early-request-body': BEFORE_BINDING,
  'openhost/3/early-request-end': BEFORE_BINDING,
  'openhost/3/early-ws-frame': BEFORE_BINDING,
  'openhost/3.3/long-blob':
    'no sentence tells a daemon to reject bytes after the last candidate within the length of the blob',
  'openhost/4/byte-by-byte': CUT,
  'openhost/4/partial-is-no-error': CUT,
  'openhost/4/client-cut-frames': CUT,
  'openhost/4/joined':
    'no sentence says that a message may contain several frames, though each frame states its length',
  'openhost/4/interleaved': 'peers may run several transactions on one channel, but do not have to',
  'openhost/4/unexpected-request-body': ORDER,
  'openhost/4/unexpected-request-end': ORDER,
  'openhost/4/mid-request-request-head': ORDER,
  'openhost/4/mid-request-same-head': ORDER,
  'openhost/4/mid-body-request-head': ORDER,
  'openhost/4/after-request-request-body': ORDER,
  'openhost/4/while-answered-request-body': ORDER,
  'openhost/4/while-answered-request-end': ORDER,
  'openhost/4/body-answered': UNREACHABLE,
  'openhost/4/status-early': 'the text does not mention interim responses',
  'openhost/4/chunked': REQUESTS_ONLY,
  'openhost/4/repeated-header': `${REQUESTS_ONLY}; only RFC 9110 keeps the Set-Cookie headers of a response apart`,
  'openhost/4.2/mixed-case':
    'the text names "Upgrade: websocket", and only RFC 6455 ignores case: a daemon that removes another spelling as a hop-by-hop header opens no tunnel',
  'openhost/4.1/service-down': UNREACHABLE,
  'openhost/4.1/body-over-limit': LIMIT,
  'openhost/4.1/body-at-limit': LIMIT,
};
