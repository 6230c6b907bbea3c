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

it('reads the escapes of a string', () => {
  const read = readToml(String.raw`a = "\b\t\n\f\r\"\\ \u00fc \U0001F600"
b = ["C:\\daemon", "line\nbreak"]`);
  expect(read.get('a')).toBe('\b\t\n\f\r"\\ \u00fc \u{1F600}');
  expect(read.get('b')).toEqual(['C:\\daemon', 'line\nbreak']);
});

it.each([String.raw`"C:\daemon"`, String.raw`"\u12"`, String.raw`"\uD800"`, String.raw`"\UFFFFFFFF"`])(
  'rejects %s, whose escape TOML does not have',
  (text) => {
    expect(() => readToml(`[a]\nb = ${text}`)).toThrow(/line 2: .* is not an escape of TOML/);
  },
);
