import { expect, it } from 'vitest';
import { callOf } from './call.js';

it.each([
  [['--short', 'punch/t'], { names: ['punch/token'], short: true }],
  [['package/installed'], { names: ['package/installed'], short: false }],
  [
    ['--help', 'nope'],
    { help: expect.stringMatching(/^npm run bench -- .*Examples:\n.*\n {2}punch\/token\n/s) },
  ],
  [['nope'], { wrong: expect.stringMatching(/^no bench begins with "nope"; known: punch\/token, /) }],
  [['--long'], { wrong: 'unknown option "--long"; known: --short, --help' }],
  [['punch', 'tunnel'], { wrong: '"tunnel" is one name too many: give one NAME' }],
])('reads %j', (words, call) => {
  expect(callOf(words)).toEqual(call);
});

it('leaves out the benches that build foreign programs, unless they are named', () => {
  const all = callOf([]);
  expect('names' in all && all.names.filter((name) => name.startsWith('peers/'))).toEqual([]);
  expect(callOf(['peers'])).toEqual({ names: ['peers/connectrpc', 'peers/toml-test'], short: false });
});
