import { describe, expect, it } from 'vitest';
import { Unclaimed } from '../../suites/case.js';
import type { OpenhostPort, Service, Wire } from '../../suites/openhost/port.js';
import { openContext } from '../context.js';
import { NotUp } from './daemon_program.js';
import { variantsOf } from './port_variants.js';
import { daemonInMemory, type MemoryOptions } from './testing/daemon_in_memory.js';

function variants(options: MemoryOptions = {}, { attempt = 1, paths = ['/live', '/live/no'] } = {}) {
  const daemon = daemonInMemory(options);
  const over = new AbortController();
  const open = openContext({
    ...{ seed: 'x', attempt, speed: 1, signal: over.signal },
    ...{ progress: () => {} },
  });
  let tried = 0;
  /** A port whose daemon tunnels at these paths to our service. */
  const portOf = (other: typeof daemon.deployment): OpenhostPort => {
    const wire: Partial<Wire> = {
      async raw(bytes) {
        tried += 1;
        const path = /GET (\S+) HTTP/.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '';
        if (paths.includes(path.split('?')[0] ?? '')) reachedService.push(path);
      },
      next: async () => 'silent',
      close: () => {},
    };
    const port: Partial<OpenhostPort> = { key: other.key, bound: async () => wire as Wire };
    return port as OpenhostPort;
  };
  return {
    ...daemon,
    over,
    open,
    tried: () => tried,
    port: variantsOf(daemon.deployment, open.context, portOf),
  };
}
let reachedService: string[] = [];
let marks = 0;
const service: Service = {
  authority: '127.0.0.1:1',
  seen: (mark) =>
    reachedService
      .filter((path) => path.includes(mark))
      .map((url) => ({ method: 'GET', url, headers: [], body: new Uint8Array(0) })),
  mark: () => `m${++marks}x`,
  tunnelAfter: async () => 'never there',
};
const withService = { reached: { service } };

describe('a daemon that we do not start', () => {
  it('has no variants, no restarts and no pairs that we can break', async () => {
    const { port } = variants();
    await expect(port.variant({})).rejects.toThrow(Unclaimed);
    await expect(port.starts({})).rejects.toThrow(Unclaimed);
    await expect(port.breakPairs(async () => {})).rejects.toThrow(/does not control the pair database/);
  });

  it('has our service only when the operator named its port', async () => {
    await expect(variants().port.service()).rejects.toThrow(/add --upstream/);
    expect(await variants(withService).port.service()).toBe(service);
  });

  it('tunnels when it does so at both paths, which is tried once', async () => {
    reachedService = [];
    const { port, tried } = variants(withService);
    const own = await port.tunnelling('alone');
    await port.tunnelling();
    expect(own.key).toHaveLength(32);
    // Two paths that must be tunnelled, and one that must not.
    expect(tried()).toBe(3);
  });

  it('is tried anew for the second attempt of a case', async () => {
    const { port, tried } = variants(withService, { attempt: 2 });
    await port.tunnelling();
    await port.tunnelling();
    expect(tried()).toBe(6);
  });

  it.each([
    ['no path', [], undefined, /allow these two paths/],
    ['one of two paths', ['/live'], undefined, /allow these two paths/],
    ['every path', ['/live', '/live/no', '/elsewhere'], 'alone', /allow only/],
  ] as const)('that tunnels at %s skips the case', async (_what, paths, alone, why) => {
    const tunnelling = variants(withService, { paths: [...paths] }).port.tunnelling(alone);
    await expect(tunnelling).rejects.toThrow(Unclaimed);
    await expect(tunnelling).rejects.toThrow(why);
  });
});

describe('a daemon with other settings', () => {
  it('is not shared by cases that name other settings', async () => {
    const asked: unknown[] = [];
    const { port } = variants({
      reached: {
        async start(settings) {
          asked.push(settings);
          return daemonInMemory().deployment;
        },
      },
    });
    await port.variant({ host: 'a' });
    await port.variant({ host: 'b' });
    await port.variant({ host: 'a' });
    await port.tunnelling();
    expect(asked).toEqual([{ host: 'a' }, { host: 'b' }, { websockets: ['/live', '/live/no'] }]);
  });

  it('is up or rejected, and an aborted start is neither', async () => {
    const closed: string[] = [];
    const up = daemonInMemory().deployment;
    Object.assign(up, { close: async () => void closed.push('closed') });
    expect(await variants({ reached: { start: async () => up } }).port.starts({})).toBe('up');
    expect(closed).toEqual(['closed']);
    const failing = variants({ reached: { start: () => Promise.reject(new NotUp('empty list')) } });
    expect(await failing.port.starts({})).toBe('rejected');
    failing.over.abort(new Error('the case is over'));
    await expect(failing.port.starts({})).rejects.toThrow('the case is over');
  });
});

describe('the broken pairs', () => {
  const breaking = (steps: string[]) =>
    variants({
      reached: {
        pairs: { damage: () => void steps.push('damage'), mend: () => void steps.push('mend') },
        pace: {
          ...{ patience: () => 1, considered: async () => {}, answered: () => {} },
          polled: async () => void steps.push('polled'),
        },
      },
    }).port;

  it('are read by the daemon before the case goes on, and mended after it', async () => {
    const steps: string[] = [];
    expect(await breaking(steps).breakPairs(async () => steps.push('meanwhile'))).toBe(3);
    expect(steps).toEqual(['damage', 'polled', 'meanwhile', 'mend']);
  });

  it('are mended after a case that fails', async () => {
    const steps: string[] = [];
    const broken = breaking(steps).breakPairs(() => Promise.reject(new Error('failed')));
    await expect(broken).rejects.toThrow('failed');
    expect(steps).toEqual(['damage', 'polled', 'mend']);
  });
});
