import { describe, expect, it } from 'vitest';
import { createRateLimiter } from './rate.js';
import { createSignalling } from './signalling.js';
import { memberOf, START, testSession, testSettings } from './testing/broker.js';

function signalling(amount = 100) {
  const settings = testSettings();
  const own = createSignalling(settings, createRateLimiter({ amount, per: 10_000 }, 10));
  const session = testSession();
  const [one, two] = [memberOf(session), memberOf(session)];
  return { ...own, clock: settings.clock, session, one, two };
}
const register = '{"type":"register","port":5000}';
const error = (message: string, code = 'INVALID_MESSAGE') => ({ type: 'error', code, message });

it('answers punch.ping', () => {
  const { receive, one } = signalling();
  receive(one, '{"type":"punch.ping"}');
  expect(one.link.sent).toEqual([{ type: 'punch.pong' }]);
});

it('leads two peers from their registration to the start', () => {
  const { receive, one, two } = signalling();
  for (const text of [register, '{"type":"ready"}']) for (const peer of [one, two]) receive(peer, text);
  expect(one.link.sent.map(({ type }) => type)).toEqual(['session', 'peer', 'session', 'start']);
  receive(two, '{"type":"status","srt":"connected"}');
  expect(one.link.sent.at(-1)).toEqual({ type: 'session', state: 'CONNECTED' });
});

it('takes any message for a sign of life', () => {
  const { receive, one, clock } = signalling();
  clock.advance(500);
  receive(one, 'junk');
  expect(one.seen).toBe(START + 500);
});

describe('rejects', () => {
  it.each([
    ['junk', 'junk', 'not a message of this protocol (json/syntax)'],
    ['an unknown message', '{"type":"x"}', 'not a message of this protocol (message/type)'],
    ['ready before register', '{"type":"ready"}', 'register first'],
    ['status before register', '{"type":"status","srt":"connected"}', 'register first'],
  ])('%s, and keeps the peer connected', (_what, text, message) => {
    const { receive, one } = signalling();
    receive(one, text);
    expect([one.link.sent, one.link.closed]).toEqual([[error(message)], []]);
  });

  it('a third peer, and disconnects it', () => {
    const { receive, session, one, two } = signalling();
    const third = memberOf(session);
    for (const peer of [one, two, third]) receive(peer, register);
    expect(third.link.sent.at(-1)).toEqual(error('both places of the stream are taken', 'STREAM_TAKEN'));
    expect([third.link.closed, one.link.closed]).toEqual([['refused'], []]);
  });

  it('more messages of one token than its rate, and disconnects the peer', () => {
    const { receive, one, two } = signalling(2);
    for (const peer of [one, two, one]) receive(peer, '{"type":"punch.ping"}');
    expect(one.link.sent.at(-1)).toEqual(error('too many messages'));
    expect([one.link.closed, two.link.closed]).toEqual([['refused'], []]);
  });
});

it('ignores health, tally and other reports', () => {
  const { receive, one } = signalling();
  receive(one, register);
  const before = one.link.sent.length;
  for (const text of [
    '{"type":"health","status":"warning"}',
    '{"type":"tally","state":"off"}',
    '{"type":"status","srt":"connecting"}',
  ]) {
    receive(one, text);
  }
  expect(one.link.sent).toHaveLength(before);
});

it('closes a peer that still speaks in a session that has ended', () => {
  const { receive, session, one } = signalling();
  session.state = 'CLOSED';
  receive(one, register);
  expect([one.link.sent, one.link.closed]).toEqual([[], ['deleted']]);
});

it('frees the seat of a peer that leaves; the one that stays must be ready again', () => {
  const { receive, left, session, one, two } = signalling();
  for (const text of [register, '{"type":"ready"}']) for (const peer of [one, two]) receive(peer, text);
  left(one);
  const stream = session.streams.get('main');
  expect([stream?.peers, stream?.started, two.ready]).toEqual([[two], false, false]);
  const next = memberOf(session);
  receive(next, register);
  receive(next, '{"type":"ready"}');
  expect(next.link.sent.some(({ type }) => type === 'start')).toBe(false);
  receive(two, '{"type":"ready"}');
  expect(next.link.sent.at(-1)).toEqual({ type: 'start' });
});

it('changes nothing when a member leaves that had no seat', () => {
  const { left, session, one } = signalling();
  left(one);
  expect(session.streams.get('main')).toEqual({ name: 'main', peers: [], started: false });
});
