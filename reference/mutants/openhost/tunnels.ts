import { FRAME_TYPES as T } from '../../openhost/frame.js';
import { forgives, mutant, sent } from './mutant.js';

/** Wrong in what becomes of an upgrade. */
export const tunnels = [
  forgives('an-empty-list', ['OPENHOST-4.2-3'], /empty list/),
  mutant('upgrades-everything', ['OPENHOST-4.2-2', 'OPENHOST-4.2-4'], { upgrade: () => true }),
  mutant('upgrades-nothing', ['OPENHOST-4.2-1', 'OPENHOST-4.2-5', 'OPENHOST-4.2-8'], {
    upgrade: () => false,
  }),
  mutant('upgrade-without-subprotocol', ['OPENHOST-4.2-7'], {
    headers: (kept) => kept.filter(([name]) => !/^sec-websocket-protocol/i.test(name)),
  }),
  forgives('tunnel', ['OPENHOST-4.2-12'], /only WS_FRAME/),
  forgives('refused-upgrades', ['OPENHOST-4.2-9'], /not 101/),
  forgives('a-client-that-leaves', ['OPENHOST-4.2-11'], /hanging up/),
  forgives('a-service-that-leaves', ['OPENHOST-4.2-11'], /service hung up/),
  mutant(
    'changes-tunnel-bytes',
    ['OPENHOST-4.2-10'],
    sent(T.WS_FRAME, (frame) => [{ ...frame, payload: frame.payload.map((byte) => byte ^ 1) }]),
  ),
  mutant(
    'tunnel-as-body',
    ['OPENHOST-4.2-10'],
    sent(T.WS_FRAME, (frame) => [{ ...frame, type: T.RESPONSE_BODY }]),
  ),
];
