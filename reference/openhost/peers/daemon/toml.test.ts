import { expect, it } from 'vitest';
import { readToml } from './toml.js';

it('reads tables, values of every kind, inline tables and lists of tables', () => {
  const read = readToml(`
# of a daemon
[identity]
store = { kind = "fs", path = "/a, b/#id.key" } # where
[forward.websockets]
allowed_paths = ["/live", "*"]
[pkarr]
relays = []
republish_secs = 1_800
rate = 0.5
on = true
[[pair]]
pubkey = "a"
[[pair]]
pubkey = "b"
`);
  expect(Object.fromEntries(read)).toEqual({
    'identity.store.kind': 'fs',
    'identity.store.path': '/a, b/#id.key',
    'forward.websockets.allowed_paths': ['/live', '*'],
    'pkarr.relays': [],
    'pkarr.republish_secs': 1800,
    'pkarr.rate': 0.5,
    'pkarr.on': true,
    'pair.0.pubkey': 'a',
    'pair.1.pubkey': 'b',
  });
});

it.each(['nonsense', 'a = ', 'a = 1b', 'a = "open'])('rejects %s', (line) => {
  expect(() => readToml(line)).toThrow();
});
