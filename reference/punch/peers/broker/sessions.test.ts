import { expect, it } from 'vitest';
import { createSessions } from './sessions.js';
import type { BrokerOptions } from './settings.js';
import type { Member } from './state.js';
import { memberOf, START, testSettings } from './testing/broker.js';

function sessionsOf(options: BrokerOptions = {}) {
  const settings = testSettings(options);
  const released: Member[] = [];
  const sessions = createSessions(settings, (member) => released.push(member));
  const create = (name = 'show', ttl = 60) =>
    sessions.create({ name, streams: ['a', 'b'], latency: 120, ttl }) ?? expect.unreachable();
  return { ...settings, sessions, released, create };
}

it('creates a session that waits, and that ends after its TTL', () => {
  const { create, sessions } = sessionsOf();
  const session = create();
  expect(session).toMatchObject({ name: 'show', state: 'WAITING', latency: 120, ttl: 60, created: START });
  expect([session.expiresAt, [...session.streams.keys()], session.members.size]).toEqual([
    START + 60_000,
    ['a', 'b'],
    0,
  ]);
  expect([sessions.find('show'), sessions.find('other'), sessions.size]).toEqual([session, undefined, 1]);
});

it('gives no name twice, until its session has ended', () => {
  const { create, sessions, logged } = sessionsOf();
  const session = create();
  const request = { name: 'show', streams: ['a'], latency: 0, ttl: 1 };
  expect(sessions.create(request)).toBeUndefined();
  sessions.close(session, 'deleted');
  expect(sessions.create(request)).toBeDefined();
  expect(logged.map(({ event, detail }) => [event, detail])).toEqual([
    ['session-created', undefined],
    ['session-closed', 'deleted'],
    ['session-created', undefined],
  ]);
});

it('closes a session a little before expiresAt, and tells its members why', () => {
  const { create, sessions, clock, released } = sessionsOf();
  const session = create();
  const member = memberOf(session);
  clock.advance(59_899);
  expect(sessions.find('show')).toBe(session);
  clock.advance(1);
  expect([sessions.find('show'), sessions.size, session.state, clock.waiting]).toEqual([
    undefined,
    0,
    'CLOSED',
    0,
  ]);
  expect(member.link.sent).toEqual([
    { type: 'session', state: 'CLOSED' },
    { type: 'error', code: 'SESSION_EXPIRED', message: 'the session has expired' },
  ]);
  expect([member.link.closed, released]).toEqual([['expired'], [member]]);
});

it('says nothing of an expiry when a session is deleted', () => {
  const { create, sessions } = sessionsOf();
  const session = create();
  const member = memberOf(session);
  sessions.close(session, 'deleted');
  expect([member.link.sent, member.link.closed]).toEqual([
    [{ type: 'session', state: 'CLOSED' }],
    ['deleted'],
  ]);
});

it('finds no expired session, even when its timer is late', () => {
  const { sessions } = sessionsOf({ timing: { closingMargin: -5000 } });
  const settings = sessionsOf({ timing: { closingMargin: -5000 } });
  const session = settings.create();
  settings.clock.advance(60_000);
  expect(session.state).toBe('WAITING');
  expect(settings.sessions.find('show')).toBeUndefined();
  expect([session.state, sessions.size]).toEqual(['CLOSED', 0]);
});

it('waits on when the expiry was put off', () => {
  const { create, sessions, clock } = sessionsOf();
  const session = create();
  session.expiresAt += 30_000;
  clock.advance(60_000);
  expect(sessions.find('show')).toBe(session);
  clock.advance(30_000);
  expect(sessions.find('show')).toBeUndefined();
});

it('ends an old session without the new one of its name', () => {
  const { create, sessions } = sessionsOf();
  const old = create();
  sessions.close(old, 'deleted');
  const next = create();
  sessions.close(old, 'deleted');
  expect(sessions.find('show')).toBe(next);
});

it('keeps the members of a session whose WebSockets stay open', () => {
  const settings = testSettings();
  const released: Member[] = [];
  const rules = { ...settings.rules, closeCode: () => undefined };
  const sessions = createSessions({ ...settings, rules }, (member) => released.push(member));
  const session =
    sessions.create({ name: 'show', streams: ['a'], latency: 0, ttl: 60 }) ?? expect.unreachable();
  memberOf(session);
  sessions.close(session, 'deleted');
  expect(released).toEqual([]);
});

it('closes all sessions at its end', () => {
  const { create, sessions, clock } = sessionsOf();
  const members = ['a', 'b'].map((name) => memberOf(create(name)));
  sessions.stop();
  expect(members.map(({ link }) => link.closed)).toEqual([['shutdown'], ['shutdown']]);
  expect([sessions.size, clock.waiting]).toEqual([0, 0]);
});
