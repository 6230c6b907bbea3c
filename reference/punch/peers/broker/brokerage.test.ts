import { expect, it } from 'vitest';
import { createBrokerage } from './brokerage.js';
import type { BrokerOptions } from './settings.js';
import { admin, peerOf, START, testLink, testSettings } from './testing/broker.js';

function broking(options: BrokerOptions = {}) {
  const settings = testSettings(options);
  const brokerage = createBrokerage(settings);
  const session =
    brokerage.create({ name: 'show', streams: ['main'], latency: 120, ttl: 600 }) ?? expect.unreachable();
  const join = (claims = peerOf()) => {
    const link = testLink();
    return { link, member: brokerage.join(link, claims, session) };
  };
  return { ...settings, brokerage, session, join };
}

it('counts sessions and members', () => {
  const { brokerage, session, join } = broking();
  const { member } = join();
  expect([brokerage.counts, session.members.size]).toEqual([{ sessions: 1, members: 1 }, 1]);
  brokerage.leave(member ?? expect.unreachable());
  expect([brokerage.counts, session.members.size]).toEqual([{ sessions: 1, members: 0 }, 0]);
  join();
  brokerage.close(session, 'deleted');
  expect(brokerage.counts).toEqual({ sessions: 0, members: 0 });
});

it('is full with as many sessions as its limit', () => {
  expect([broking({ limits: { sessions: 1 } }), broking()].map(({ brokerage }) => brokerage.isFull)).toEqual([
    true,
    false,
  ]);
});

it('tells a link that finds no room why, and closes it', () => {
  const { join } = broking({ limits: { observers: 1, spareSockets: 0 } });
  const all = [admin, admin, peerOf(), peerOf(), peerOf()].map(join);
  expect(all.map(({ member }) => member !== undefined)).toEqual([true, false, true, true, false]);
  expect(all[1]?.link).toMatchObject({
    sent: [{ type: 'error', code: 'SESSION_FULL', message: 'the session has no room for another' }],
    closed: ['refused'],
  });
});

it('mints tokens that are good until the session ends', () => {
  const { brokerage, session, rules, secret } = broking();
  for (const stream of ['main', null]) {
    const token = brokerage.token(session, stream);
    const claims = rules.authenticate({ token, session: 'show', secret, now: START, over: 'over-http' });
    expect(claims).toEqual({
      session: 'show',
      role: stream === null ? 'admin' : 'peer',
      stream,
      exp: session.expiresAt / 1000,
    });
  }
});

it('takes a sign of life, and disconnects a peer that gives none', () => {
  const { brokerage, join, clock } = broking();
  const { link, member } = join(admin);
  clock.advance(60_000);
  brokerage.alive(member ?? expect.unreachable());
  clock.advance(89_500);
  expect(link.closed).toEqual([]);
  clock.advance(500);
  expect([link.closed, brokerage.counts.members]).toEqual([['dead'], 0]);
});

it('frees the seat of a peer that leaves', () => {
  const { brokerage, session, join } = broking();
  const { member = expect.unreachable() } = join();
  brokerage.receive(member, '{"type":"register","port":5000}');
  expect(session.streams.get('main')?.peers).toEqual([member]);
  brokerage.leave(member);
  expect(session.streams.get('main')?.peers).toEqual([]);
});

it('rejects a binary frame with an error', () => {
  const { brokerage, join } = broking();
  const { link, member = expect.unreachable() } = join();
  brokerage.refuse(member, 'INVALID_MESSAGE', 'messages are text');
  expect(link.sent).toEqual([{ type: 'error', code: 'INVALID_MESSAGE', message: 'messages are text' }]);
});

it('leaves no timer behind at its end', () => {
  const { brokerage, clock } = broking();
  brokerage.stop();
  expect([clock.waiting, brokerage.counts.sessions]).toEqual([0, 0]);
});
