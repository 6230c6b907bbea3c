import type { Lowered } from '../lowered.js';

const CUT = 'nothing says that a frame may be cut across messages (OPENHOST-G62)';
const ORDER =
  'the grammar that a request must keep is that of single frames: the order of frames is told by what their types are for (OPENHOST-S12)';
const BEFORE_BINDING =
  'framing begins after the binding, and what becomes of a frame before it is not said (OPENHOST-G62); a request must not be served';
const LIMIT = 'the text has no limit of a request body: it is a setting of the known daemon';
const UNREACHABLE =
  'section 4 names an unreachable service as an example for ERROR: a 502 as response is not the only right answer';

export const lowered: Lowered = {
  'openhost/2/restart':
    'the certificate should be rotated daily or at a restart, and the salt is not said to stay; the packet after a restart gates in restart-fresh',
  'openhost/2/client-flood-of-a-relay': 'the limit of 1000 bytes binds who encodes; nobody is told to reject',
  'openhost/2/client-two-records':
    'that a packet has one record binds the host; what a client does with two is not said',
  'openhost/3/binding-timeout': 'no time limit of the binding is named (OPENHOST-G62)',
  'openhost/3/early-ping': BEFORE_BINDING,
  'openhost/3/early-request-body': BEFORE_BINDING,
  'openhost/3/early-request-end': BEFORE_BINDING,
  'openhost/3/early-ws-frame': BEFORE_BINDING,
  'openhost/3.3/long-blob':
    'bytes behind the last candidate, within the length of the blob, are not said to be refused',
  'openhost/4/byte-by-byte': CUT,
  'openhost/4/partial-is-no-error': CUT,
  'openhost/4/client-cut-frames': CUT,
  'openhost/4/joined':
    'no sentence says that a message may hold several frames, though each of them has its length',
  'openhost/4/interleaved': 'peers may run several transactions on one channel, and may choose not to',
  'openhost/4/unexpected-request-body': ORDER,
  'openhost/4/unexpected-request-end': ORDER,
  'openhost/4/mid-request-request-head': ORDER,
  'openhost/4/mid-request-same-head': ORDER,
  'openhost/4/mid-body-request-head': ORDER,
  'openhost/4/while-answered-request-body': ORDER,
  'openhost/4/while-answered-request-end': ORDER,
  'openhost/4/body-answered': UNREACHABLE,
  'openhost/4/status-early': 'interim responses of a service are not mentioned',
  'openhost/4/chunked': 'header rules are given for requests only (OPENHOST-S05)',
  'openhost/4.1/service-down': UNREACHABLE,
  'openhost/4.1/body-over-limit': LIMIT,
  'openhost/4.1/body-at-limit': LIMIT,
};
