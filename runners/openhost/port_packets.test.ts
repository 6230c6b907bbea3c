import { describe, expect, it } from 'vitest';
import { signDns } from '../../reference/openhost/packet.js';
import { type Substrate, SubstrateError } from '../../reference/openhost/peers/substrate.js';
import { Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import { openContext } from '../context.js';
import { packetsOf } from './port_packets.js';
import { NotPublished } from './published.js';
import { daemonInMemory, type MemoryOptions } from './testing/daemon_in_memory.js';

function packets(options: MemoryOptions = {}) {
  const daemon = daemonInMemory(options);
  const { context } = openContext({
    ...{ seed: 'x', attempt: 1, speed: 1, signal: new AbortController().signal },
    ...{ progress: () => {} },
  });
  return { ...daemon, port: packetsOf(daemon.deployment, context) };
}
/** A relay whose first answers are errors. */
const busy = (times: number, error: Error = new SubstrateError('busy')): Substrate => {
  let left = times;
  return {
    name: 'busy',
    put: async () => {},
    async get() {
      if (left-- > 0) throw error;
      return undefined;
    },
  };
};

describe('the packet of a daemon', () => {
  it('is told apart from no packet and from bytes that are not DNS', async () => {
    expect(await packets().port.publishes()).toBe('a packet');
    expect(await packets({ isUp: false }).port.publishes()).toBe('nothing');
    const { port, deployment, identity } = packets();
    Object.assign(deployment.substrates[0] ?? {}, {
      get: async () => signDns(identity, 1n, new Uint8Array(100).fill(0xff)),
    });
    expect(await port.publishes()).toBe('no DNS message');
  });

  it('is asked for a second time when the relay was busy', async () => {
    expect(await packets({ reached: { substrates: [busy(1)] } }).port.publishes()).toBe('nothing');
    await expect(packets({ reached: { substrates: [busy(2)] } }).port.publishes()).rejects.toThrow(
      Unreachable,
    );
  });

  it('is not asked for a second time after a defect of ours', async () => {
    const ours = packets({ reached: { substrates: [busy(1, new TypeError('ours'))] } });
    await expect(ours.port.publishes()).rejects.toThrow(TypeError);
  });

  it('that is missing fails a case, or blocks it when the daemon may not be there at all', async () => {
    await expect(packets({ isUp: false }).port.published()).rejects.toThrow(NotPublished);
    const suspects = { unanswered: 'x', unpublished: 'check the key' };
    const live = packets({ isUp: false, reached: { suspects } }).port.published();
    await expect(live).rejects.toThrow(new Unreachable('check the key'));
    await expect(live).rejects.not.toThrow(Lost);
  });
});

describe('a renewed packet', () => {
  it('comes when we make the daemon publish', async () => {
    const daemon = packets({ reached: { renew: async () => daemon.publish() } });
    const before = await daemon.port.published();
    expect(await daemon.port.renewed()).toMatchObject({ seq: before.seq + 1n });
    expect(daemon.offers).toEqual([]);
  });

  it('comes with the answer to an offer where we cannot make the daemon publish', async () => {
    const { port, offers, sessions } = packets();
    const before = await port.published();
    expect(await port.renewed()).toMatchObject({ seq: before.seq + 1n });
    expect([offers.length, sessions[0]?.closes()]).toEqual([1, 1]);
  });

  it('that does not come is silence', async () => {
    expect(await packets({ reached: { renew: async () => {} } }).port.renewed()).toBe('silent');
  });
});

describe('a restart', () => {
  it('is only possible for a daemon that we start', async () => {
    await expect(packets().port.restarted()).rejects.toThrow(Unclaimed);
  });

  it('shows the packets before and after it', async () => {
    const daemon = packets({ reached: { restart: async () => daemon.publish() } });
    const { before, after, rejected } = await daemon.port.restarted();
    expect(after).toMatchObject({ seq: before.seq + 1n });
    expect(rejected).toBeUndefined();
  });

  it('shows the packet that our relay rejected meanwhile, but not one from before', async () => {
    let outdated: bigint | undefined = 3n;
    const rejecting = async (seq: bigint) => {
      const { port } = packets({
        reached: {
          outdated: () => outdated,
          async restart() {
            outdated = seq;
          },
        },
      });
      return port.restarted();
    };
    expect(await rejecting(3n)).not.toHaveProperty('rejected');
    expect(await rejecting(5n)).toMatchObject({ after: 'silent', rejected: 5n });
  });
});
