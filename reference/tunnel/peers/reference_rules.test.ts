import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { RULES } from './reference_rules.js';

const specs = [
  { port: 80, proto: 'tcp' },
  { port: 53, proto: 'udp' },
] as const;

it.each([
  [80, 'tcp', true],
  [80, 'udp', false],
  [53, 'udp', true],
  [53, 'tcp', false],
  [81, 'tcp', false],
] as const)('port %i/%s is exposed: %s', (port, proto, exposed) => {
  expect(RULES.exposes(specs, port, proto)).toBe(exposed);
});

it('keeps the key at the path of the environment, or in the home folder', () => {
  expect(RULES.keyPath({ PUNCH_SECRET_KEY: '/own.key' }, '/home')).toBe('/own.key');
  for (const env of [{}, { PUNCH_SECRET_KEY: '' }])
    expect(RULES.keyPath(env, '/home')).toBe('/home/.local/share/punch/secret.key');
});

it('has a flow for each sender at each mapping', () => {
  const flows = [
    RULES.flowOf(1, '127.0.0.1', 2),
    RULES.flowOf(2, '127.0.0.1', 2),
    RULES.flowOf(1, '127.0.0.2', 2),
    RULES.flowOf(1, '127.0.0.1', 3),
  ];
  expect(new Set(flows).size).toBe(flows.length);
  expect(RULES.flowOf(1, '127.0.0.1', 2)).toBe(flows[0]);
});

it('waits for a local end that does not read', async () => {
  const to = new PassThrough({ highWaterMark: 4 });
  let delivered = false;
  const done = RULES.deliver(to, new Uint8Array(8)).then(() => {
    delivered = true;
  });
  await new Promise((later) => setImmediate(later));
  expect(delivered).toBe(false);
  to.resume();
  await done;
});

it('lets everybody in without a list, and only the listed peers with one', () => {
  const key = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
  expect(RULES.readAllowList(undefined)).toBeUndefined();
  const list = RULES.readAllowList(key);
  expect([list?.has(key), list?.has(key.replace('d', 'e'))]).toEqual([true, false]);
});

it('binds the loopback address for both protocols', () => {
  expect([RULES.bindAddress('tcp'), RULES.bindAddress('udp')]).toEqual(['127.0.0.1', '127.0.0.1']);
});
