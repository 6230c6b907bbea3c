import { all, answering, limiting, type PunchMutant, ruling } from './mutant.js';

/** The whole broker crashes on one broken frame or upgrade, by the name that ws gives to the error. */
const diesOf = (id: string, what: string, wrong: string): PunchMutant => ({
  id,
  clause: ['PUNCH-6-4'],
  what: `The broker ends with ${what}.`,
  alone: true,
  change: ruling(() => ({ survives: (seen) => seen !== wrong })),
});

/** RFC 6 and 8.2: reactions to frames that are invalid in RFC 6455. */
export const robustness: readonly PunchMutant[] = [
  diesOf('dies-of-a-huge-message', 'a message above its limit', 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'),
  diesOf('dies-of-a-frame-without-a-mask', 'a frame without a mask', 'WS_ERR_EXPECTED_MASK'),
  diesOf('dies-of-reserved-bits', 'a frame with reserved bits', 'WS_ERR_UNEXPECTED_RSV_2_3'),
  diesOf('dies-of-what-is-no-utf8', 'text that is not UTF-8', 'WS_ERR_INVALID_UTF8'),
  diesOf('dies-of-a-compressed-frame', 'a compressed frame', 'WS_ERR_UNEXPECTED_RSV_1'),
  diesOf(
    'dies-of-an-upgrade-without-a-key',
    'an upgrade without a key',
    'Missing or invalid Sec-WebSocket-Key header',
  ),
  {
    id: 'closes-broken-frames-with-4002',
    clause: ['PUNCH-8.2-3'],
    what: 'A broken frame is closed with 4002.',
    change: ruling((rules) => ({
      closeCode: (why) => (why === 'broken-frame' ? 4002 : rules.closeCode(why)),
    })),
  },
  {
    id: 'agrees-to-compression-and-knows-none',
    clause: ['PUNCH-6-5'],
    what: 'The 101 agrees to permessage-deflate, and no frame is decompressed.',
    change: all(
      ruling(() => ({ compression: false })),
      answering((answer, { headers }) =>
        answer.status === 101 && headers['sec-websocket-extensions']
          ? {
              ...answer,
              headers: { ...answer.headers, 'Sec-WebSocket-Extensions': 'permessage-deflate' },
            }
          : answer,
      ),
    ),
  },
  {
    id: 'takes-messages-in-one-frame-only',
    clause: ['PUNCH-6-4'],
    what: 'A message in two fragments closes its WebSocket.',
    change: limiting({ fragments: 1 }),
  },
];
