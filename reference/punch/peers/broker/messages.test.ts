import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../../../bytes/error.js';
import { readMessage } from './messages.js';

const code = (message: unknown) =>
  rejectionOf(() => readMessage(typeof message === 'string' ? message : JSON.stringify(message)))?.code;
const register = { type: 'register', port: 5000 };

it.each([
  [{ type: 'ready' }],
  [{ type: 'punch.ping' }],
  [{ type: 'status', srt: 'connected' }],
  [{ type: 'health', status: 'critical' }],
  [{ type: 'tally', state: 'program' }],
  [register],
  [{ ...register, ip: '192.0.2.1', localPort: 1024, role: 'sender', stream: 'cam-1' }],
  [{ ...register, port: 65_535, ip: '2001:db8::1', role: 'receiver' }],
])('reads %j', (message) => {
  expect(readMessage(JSON.stringify(message))).toEqual(message);
});

it('leaves out members that it does not know, except in register', () => {
  expect(readMessage('{"type":"ready","extra":[1]}')).toEqual({ type: 'ready' });
  expect(code({ ...register, extra: 1 })).toBe('message/extra-member');
});

describe('rejects', () => {
  it.each<[string, unknown, string]>([
    ['text that is not JSON', '{', 'json/syntax'],
    ['an empty text', '', 'json/syntax'],
    ['an array', [], 'message/object'],
    ['null', null, 'message/object'],
    ['a text', '"ready"', 'message/object'],
    ['an object without a type', {}, 'message/type'],
    ['an unknown type', { type: 'peer' }, 'message/type'],
    ['a type in other letters', { type: 'Ready' }, 'message/type'],
    ['a type that is a list', { type: ['ready'] }, 'message/type'],
    ['a type that only a prototype has', '{"__proto__":{"type":"ready"}}', 'message/type'],
    ['a type that occurs twice', '{"type":"ready","type":"register"}', 'json/duplicate-name'],
    ['an unknown status', { type: 'status', srt: 'lost' }, 'message/srt'],
    ['a status that every object has', { type: 'status', srt: 'toString' }, 'message/srt'],
    ['health without a status', { type: 'health' }, 'message/status'],
    ['an unknown tally', { type: 'tally', state: 'on' }, 'message/state'],
    ['no port', { type: 'register' }, 'message/port'],
    ['a port below 1024', { ...register, port: 1023 }, 'message/port'],
    ['a port above 65535', { ...register, port: 65_536 }, 'message/port'],
    ['half a port', { ...register, port: 5000.5 }, 'message/port'],
    ['a port as text', { ...register, port: '5000' }, 'message/port'],
    ['a local port of null', { ...register, localPort: null }, 'message/port'],
    ['a host name', { ...register, ip: 'evil.test' }, 'message/ip'],
    ['an address of null', { ...register, ip: null }, 'message/ip'],
    ['an address with a port', { ...register, ip: '192.0.2.1:80' }, 'message/ip'],
    ['an unknown role', { ...register, role: 'admin' }, 'message/role'],
    ['a role of null', { ...register, role: null }, 'message/role'],
    ['a stream that is no name', { ...register, stream: '../a' }, 'message/stream'],
    ['a stream of null', { ...register, stream: null }, 'message/stream'],
  ])('%s', (_what, message, expected) => {
    expect(code(message)).toBe(expected);
  });
});

it('answers any JSON with a message or a DecodeError', () => {
  const type = fc.constantFrom('register', 'ready', 'status', 'health', 'tally', 'punch.ping', 'x');
  const value = fc.constantFrom<unknown>(5000, -1, 1e300, '', 'off', '::1', 'connected', null, true, [], {});
  const members = fc.dictionary(fc.constantFrom('port', 'ip', 'srt', 'state', 'stream'), value);
  fc.assert(
    fc.property(type, members, (of, more) => {
      expect([undefined, expect.stringMatching(/^(?:message|json)\//)]).toContainEqual(
        code({ type: of, ...more }),
      );
    }),
  );
});
