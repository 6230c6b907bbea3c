/** Section 4.2: daemons with wrong upgrades or wrong tunnels. */
import { fromUtf8, utf8 } from '../../bytes/text.js';
import { FRAME_TYPES as T } from '../../openhost/frame.js';
import { goesOn } from './channels.js';
import { heard, sent } from './frame_changes.js';
import { type DaemonMutant, mutant } from './mutant.js';

export const tunnels: readonly DaemonMutant[] = [
  mutant('forgives-an-empty-list', ['4.2-3'], 'Starts with an empty list of WebSocket paths.', () => ({
    acceptsPaths: () => true,
  })),
  mutant('upgrades-everything', ['4.2-2', '4.2-4'], 'Upgrades paths that are not listed.', () => ({
    upgradesPath: () => true,
  })),
  mutant('upgrades-nothing', ['4.2-1', '4.2-5', '4.2-8'], 'Upgrades no path.', () => ({
    upgradesPath: () => false,
  })),
  mutant(
    'upgrade-without-subprotocol',
    ['4.2-7'],
    'Drops Sec-WebSocket-Protocol from the upgrade.',
    ({ requestHeaders }) => ({
      requestHeaders: (...given) =>
        requestHeaders(...given).filter(([name]) => !/^sec-websocket-protocol/i.test(name)),
    }),
  ),
  goesOn('forgives-tunnel', ['4.2-12'], 'Ignores frames other than WS_FRAME in a tunnel.', 'frame-in-tunnel'),
  mutant(
    'forgives-refused-upgrades',
    ['4.2-9'],
    'Passes on the response of a service that rejects the upgrade.',
    () => ({ passesStatus: () => true }),
  ),
  mutant(
    'forgives-a-client-that-leaves',
    ['4.2-11'],
    'Keeps the connection to the service after the channel has closed.',
    () => ({ leaveService: () => {} }),
  ),
  mutant(
    'forgives-a-service-that-leaves',
    ['4.2-11'],
    'Keeps the channel open after the service has closed the connection.',
    () => ({ serviceLeft: () => {} }),
  ),
  mutant(
    'changes-tunnel-bytes',
    ['4.2-10'],
    'Flips a bit in each byte of a tunnel.',
    sent(T.WS_FRAME, (frame) => [{ ...frame, payload: frame.payload.map((byte) => byte ^ 1) }]),
  ),
  mutant('loses-the-greeting', ['4.2-10'], 'Loses what the service sends together with its 101.', () => ({
    earlyBytes: () => new Uint8Array(0),
  })),
  mutant(
    'decodes-paths',
    ['4.2-4'],
    'Compares the percent-decoded path of an upgrade.',
    ({ upgradesPath }) => ({
      upgradesPath: (path, listed) => upgradesPath(path.replaceAll('%76', 'v'), listed),
    }),
  ),
  mutant(
    'upgrade-in-lower-case-only',
    ['4.2-4'],
    'Forwards an upgrade to "WebSocket" as a request without upgrade.',
    heard(T.REQUEST_HEAD, (frame) => ({
      ...frame,
      payload: utf8(fromUtf8(frame.payload).replace('Upgrade: WebSocket\r\n', '')),
    })),
  ),
  mutant(
    'tunnel-as-body',
    ['4.2-10'],
    'Sends the bytes of a tunnel as RESPONSE_BODY.',
    sent(T.WS_FRAME, (frame) => [{ ...frame, type: T.RESPONSE_BODY }]),
  ),
];
