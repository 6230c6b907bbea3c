import { mutant, type PunchMutant } from './mutant.js';

/** The whole broker goes down with one broken frame, or one broken upgrade. */
const diesOf = (name: string, wrong: string): PunchMutant => ({
  ...mutant(name, ['PUNCH-6-4'], { diesOf: (seen) => seen === wrong }),
  alone: true,
});

/** RFC 6 and 8.2: what frames do that are none of RFC 6455. */
export const robustness: readonly PunchMutant[] = [
  diesOf('dies-of-a-huge-message', 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'),
  diesOf('dies-of-a-frame-without-a-mask', 'WS_ERR_EXPECTED_MASK'),
  diesOf('dies-of-reserved-bits', 'WS_ERR_UNEXPECTED_RSV_2_3'),
  diesOf('dies-of-what-is-no-utf8', 'WS_ERR_INVALID_UTF8'),
  diesOf('dies-of-a-compressed-frame', 'WS_ERR_UNEXPECTED_RSV_1'),
  diesOf('dies-of-an-upgrade-without-a-key', 'Missing or invalid Sec-WebSocket-Key header'),
  mutant('closes-broken-frames-with-4002', ['PUNCH-8.2-3'], { closeOnBrokenFrame: 4002 }),
  mutant('agrees-to-compression-and-knows-none', ['PUNCH-6-5'], { claimsDeflate: true }),
  mutant('takes-messages-in-one-frame-only', ['PUNCH-6-4'], { fragments: 1 }),
];
