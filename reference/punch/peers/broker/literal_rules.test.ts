import { describe, expect, it } from 'vitest';
import { isMatched, literal as rules } from './literal_rules.js';
import type { Ending } from './state.js';
import { admin, memberOf, peerOf, START, testSession } from './testing/broker.js';

const secret = new Uint8Array(32).fill(7);

describe('a bearer token', () => {
  it.each([
    ['Bearer p_a.b', 'p_a.b'],
    ['bearer  p_a.b  ', 'p_a.b'],
    ['Bearer', undefined],
    ['Bearer ', undefined],
    ['Basic p_a.b', undefined],
    ['Bearer a b', undefined],
    ['xBearer a', undefined],
    [undefined, undefined],
    [`Bearer ${'a '.repeat(10_000)}`, undefined],
  ])('is read from the header %j', (header, token) => {
    expect(rules.bearer(header)).toBe(token);
  });
});

describe('a TTL', () => {
  it.each([
    [undefined, 1800],
    [1, 1],
    [60, 60],
    [61, undefined],
    [0, undefined],
    [-1, undefined],
    [1.5, undefined],
    ['60', undefined],
    [null, undefined],
  ])('of %j is granted as %j', (asked, granted) => {
    expect(rules.grantTtl(asked, 1800, 60)).toBe(granted);
  });
});

describe('the state of a session', () => {
  it('is READY with a matched stream, CONNECTED with a report, and never goes back', () => {
    const session = testSession('a', 'b');
    expect(rules.nextState(session, 'registered')).toBe('WAITING');
    const stream = session.streams.get('b') ?? expect.unreachable();
    stream.peers = [memberOf(session), memberOf(session)];
    expect([isMatched(stream), rules.nextState(session, 'registered')]).toEqual([true, 'READY']);
    stream.peers = [];
    session.state = 'READY';
    expect(rules.nextState(session, 'registered')).toBe('READY');
    expect(rules.nextState(session, 'connected')).toBe('CONNECTED');
    session.state = 'CONNECTED';
    expect(rules.nextState(session, 'registered')).toBe('CONNECTED');
    expect(rules.nextState(session, 'closed')).toBe('CLOSED');
    session.state = 'CLOSED';
    for (const event of ['registered', 'connected', 'closed'] as const) {
      expect(rules.nextState(session, event)).toBe('CLOSED');
    }
  });

  it('ends at expiresAt, which frees the name', () => {
    const session = testSession();
    expect([session.expiresAt - 1, session.expiresAt].map((now) => rules.hasExpired(session, now))).toEqual([
      false,
      true,
    ]);
    expect(rules.isFree(undefined, START)).toBe(true);
    expect(rules.isFree(session, session.expiresAt - 1)).toBe(false);
    expect(rules.isFree(session, session.expiresAt)).toBe(true);
    expect(rules.isFree({ ...session, state: 'CLOSED' }, START)).toBe(true);
  });
});

describe('a token', () => {
  const present = (claims: ReturnType<typeof peerOf>, session = 'show', now = START) =>
    rules.authenticate({ token: rules.mint(claims, secret), session, secret, now, over: 'over-http' });

  it('is good for its session until it expires', () => {
    expect(present(peerOf())).toEqual(peerOf());
    expect(present(admin)).toEqual(admin);
    expect(present(peerOf(), 'other')).toBeUndefined();
    expect(present(peerOf(), 'show', 2_000_000_000_000)).toBeUndefined();
  });

  it.each(['', 'p_', 'p_.', 'p_a.b', 'x'.repeat(10_000), 'p_%00.%00'])('is not %j', (token) => {
    expect(rules.authenticate({ token, session: 'show', secret, now: 0, over: 'over-http' })).toBeUndefined();
  });

  it('is not one that another secret signed', () => {
    const token = rules.mint(admin, new Uint8Array(32));
    expect(
      rules.authenticate({ token, session: 'show', secret, now: START, over: 'over-http' }),
    ).toBeUndefined();
  });
});

describe('an upgrade', () => {
  const session = testSession();
  const admit = (claims: ReturnType<typeof peerOf> | undefined, found = session) =>
    rules.admit({ name: 'show', token: '', claims, find: (name) => (name === 'show' ? found : undefined) });

  it('is admitted with a token for a stream of the session, or for its admin', () => {
    expect(admit(peerOf())).toEqual({ claims: peerOf(), session });
    expect(admit(admin)).toEqual({ claims: admin, session });
  });

  it('is answered 401 without a good token, before anything is said of the session', () => {
    expect(admit(undefined)).toMatchObject({ status: 401 });
    expect(admit(peerOf('other'))).toMatchObject({ status: 401 });
    const find = () => expect.unreachable();
    expect(rules.admit({ name: 'show', token: '', claims: undefined, find })).toMatchObject({ status: 401 });
  });

  it('is answered 404 when the session has gone', () => {
    const find = () => undefined;
    expect(rules.admit({ name: 'show', token: '', claims: admin, find })).toMatchObject({ status: 404 });
  });
});

it('seats two peers in a stream, and one of them again', () => {
  const session = testSession();
  const stream = session.streams.get('main') ?? expect.unreachable();
  const [one, two, three] = [memberOf(session), memberOf(session), memberOf(session)];
  stream.peers = [one];
  expect(rules.hasRoom(stream, two)).toBe(true);
  stream.peers = [one, two];
  expect([one, two, three].map((member) => rules.hasRoom(stream, member))).toEqual([true, true, false]);
  expect(rules.introductions(stream)).toEqual([
    [one, two],
    [two, one],
  ]);
  expect([
    rules.mayStart(stream),
    [one, two].map((member) => (member.ready = true)),
    rules.mayStart(stream),
  ]).toEqual([false, [true, true], true]);
  stream.peers = [one];
  expect([rules.introductions(stream), rules.mayStart(stream)]).toEqual([[], false]);
});

it('tells admins of matches, and everybody of the state', () => {
  const session = testSession();
  const [peer, observer] = [memberOf(session), memberOf(session, admin)];
  expect(rules.watchers(session)).toEqual([observer]);
  expect(rules.audience(session, peer)).toEqual([peer, observer]);
});

it('takes a member for dead after the silence', () => {
  const member = memberOf(testSession());
  expect([START + 89_999, START + 90_000].map((now) => rules.isDead(member, now, 90_000))).toEqual([
    false,
    true,
  ]);
});

it('closes with 1011 for what went wrong, and with 1000 otherwise', () => {
  const endings: readonly Ending[] = [
    'dead',
    'fault',
    'broken-frame',
    'deleted',
    'expired',
    'shutdown',
    'refused',
    'unregistered',
  ];
  expect(endings.map((why) => rules.closeCode(why))).toEqual([
    1011, 1011, 1011, 1000, 1000, 1000, 1000, 1000,
  ]);
});

it('lets an admin administer, and a peer register in its own stream', () => {
  expect([rules.mayAdminister(admin), rules.mayAdminister(peerOf())]).toEqual([true, false]);
  expect(rules.mayRegister(peerOf(), undefined)).toBe(true);
  expect(rules.mayRegister(peerOf(), 'main')).toBe(true);
  expect(rules.mayRegister(peerOf(), 'other')).toBe(false);
  expect(rules.mayRegister(admin, undefined)).toBe(false);
  expect(rules.streamOf(peerOf('a'), testSession(), 'b')).toBe('a');
});

it('makes a passphrase of 43 characters for each session', () => {
  const made = Array.from({ length: 8 }, () => rules.passphrase());
  expect(made.every((one) => /^[A-Za-z0-9_-]{43}$/.test(one))).toBe(true);
  expect(new Set(made).size).toBe(8);
});

it('puts the version on every answer, and keeps the rest', () => {
  const answer = { status: 200, headers: { 'X-A': '1' }, body: 'b' };
  const asked = { method: 'GET', path: '/', upgrade: false, headers: {} };
  expect(rules.answer(answer, asked)).toEqual({
    ...answer,
    headers: { 'X-A': '1', 'Punch-Version': '1.0.0' },
  });
});
