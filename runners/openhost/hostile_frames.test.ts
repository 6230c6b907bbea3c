import { describe, expect, it } from 'vitest';
import { concat } from '../../reference/bytes/writer.js';
import { both, encoded, sent } from '../../reference/mutants/openhost/frame_changes.js';
import type { DaemonChange } from '../../reference/mutants/openhost/mutant.js';
import { type Frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { DaemonRules } from '../../reference/openhost/peers/daemon/rules.js';
import { asked, HUNG } from './testing/asked.js';

const nothing = new Uint8Array(0);
function* endless(frame: Frame): Generator<Frame> {
  for (;;) yield frame;
}
const ping = { type: T.PING, requestId: 0, payload: nothing };
/** Puts 5000 PINGs into one message, so that they cost the receiver more than the sender. */
const crowded = encoded(({ type }, bytes) =>
  type === T.PING ? concat(...Array.from({ length: 5000 }, () => bytes)) : bytes,
);

describe.concurrent('a hostile daemon', () => {
  it.each<[string, string, DaemonChange]>([
    [
      'sends PINGs without end in place of the nonce',
      'openhost/3/early-request',
      both<DaemonRules>(
        crowded,
        sent(T.AUTH_NONCE, () => endless(ping)),
      ),
    ],
    [
      'sends PINGs without end in place of an ERROR',
      'openhost/4/oversize',
      both<DaemonRules>(
        crowded,
        sent(T.ERROR, () => endless(ping)),
        () => ({ disconnects: () => false }),
      ),
    ],
    [
      'sends PINGs without end in place of the response',
      'openhost/4/v2-only',
      both<DaemonRules>(
        crowded,
        sent(T.RESPONSE_HEAD, () => endless(ping)),
      ),
    ],
    [
      'announces 4 GiB',
      'openhost/4/v2-only',
      encoded(({ type }, bytes) => (type === T.RESPONSE_HEAD ? bytes.fill(0xff, 6, 10) : bytes)),
    ],
    ['sends nothing', 'openhost/4/v2-only', sent(T.RESPONSE_HEAD, () => [])],
    ['never closes', 'openhost/4/oversize', () => ({ closeReason: () => undefined })],
  ])(
    'that %s fails the case in time',
    async (_what, id, change) => {
      const { verdict, reason } = await asked(id, { change });
      expect([verdict, reason]).toEqual(['fail', expect.stringMatching(/\w/)]);
      expect(reason).not.toMatch(HUNG);
    },
    60_000,
  );
});

it('a hostile daemon that sends a body without end fails the case in time', async () => {
  const part = { type: T.RESPONSE_BODY, requestId: 1, payload: new Uint8Array(50_000) };
  const { verdict, reason } = await asked('openhost/4/v2-only', {
    change: sent(T.RESPONSE_END, () => endless(part)),
    // The limit of bytes must be reached before the deadline.
    patience: 50_000,
  });
  expect([verdict, reason]).toEqual(['fail', expect.stringMatching(/more than \d+ bytes/)]);
}, 60_000);
