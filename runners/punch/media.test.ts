import { afterAll, describe, expect, it } from 'vitest';
import { startBroker } from '../../reference/punch/peers/broker/broker.js';
import type { Target } from '../../suites/model.js';
import { media } from '../../suites/punch/6_2_media.js';
import type { MediaEnd, MediaSeen } from '../../suites/punch/port.js';
import { portOf } from '../port_of.js';
import { tryCases } from '../try_cases.js';
import { punchTarget } from './target.js';

const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

/** The reference broker with made-up SRT endpoints. */
async function verdictsOver(move: (sender: MediaEnd, receiver: MediaEnd) => MediaSeen) {
  const broker = await startBroker();
  const target = await punchTarget({ url: broker.url, secret: broker.secret, onClose: broker.close });
  closers.push(target.close);
  const madeUp: Target = {
    ...target,
    ports: {
      punch: async (context) => ({
        ...(await portOf(target, 'punch', context)),
        mediaPort: async () => 20_000,
        media: async (a: MediaEnd, b: MediaEnd) => move(a, b),
      }),
    },
  };
  const outcomes = await tryCases(media, madeUp);
  return Object.fromEntries(outcomes.map(({ id, verdict }) => [id.replace('punch/6.2/', ''), verdict]));
}

const whole: MediaSeen = { sent: 1000, arrived: 1000, same: true };
const nothing: MediaSeen = { sent: 1000, arrived: 0, same: true };

describe('two SRT endpoints that were introduced', () => {
  it('move a clip with one passphrase and nothing with two', async () => {
    expect(await verdictsOver((a, b) => (a.passphrase === b.passphrase ? whole : nothing))).toEqual({
      media: 'pass',
      'media-other-passphrase': 'pass',
    });
  });

  it('fail when a wrong passphrase is accepted', async () => {
    expect(await verdictsOver(() => whole)).toEqual({ media: 'pass', 'media-other-passphrase': 'fail' });
  });

  it.each([
    ['nothing arrives', nothing],
    ['nothing is sent and nothing arrives', { ...nothing, sent: 0 }],
    ['a part is missing', { ...whole, arrived: 999 }],
    ['something else arrives', { ...whole, same: false }],
  ])('are wrong when %s', async (_what, seen) => {
    expect((await verdictsOver(() => seen))['media']).toBe('fail');
  });

  it('are blocked and not skipped on a machine without the tools', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = '';
    try {
      const broker = await startBroker();
      const target = await punchTarget({ url: broker.url, srt: true, onClose: broker.close });
      closers.push(target.close);
      const outcomes = await tryCases(media, target);
      expect(outcomes.map(({ verdict }) => verdict)).toEqual(['blocked', 'blocked']);
      expect(outcomes[0]?.reason).toMatch(/--srt needs srt-live-transmit and ffmpeg, not installed.*apt-get/);
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});
