import { expect, it } from 'vitest';
import { literal as rules } from './literal_rules.js';
import { announce, ready, register, seatOf } from './registration.js';
import { admin, memberOf, peerOf, testSession } from './testing/broker.js';

const asked = (port = 5000) => ({ type: 'register', port }) as const;

function pair() {
  const session = testSession('main', 'other');
  const [one, two] = [memberOf(session, peerOf(), '192.0.2.1'), memberOf(session, peerOf(), '192.0.2.2')];
  const observer = memberOf(session, admin);
  return { session, one, two, observer };
}

it('introduces two peers to each other, each with its own local port', () => {
  const { one, two, observer } = pair();
  expect(register(rules, one, { ...asked(5001), localPort: 6001 })).toBeUndefined();
  expect(one.link.sent).toEqual([{ type: 'session', state: 'WAITING' }]);
  expect(register(rules, two, { ...asked(5002), ip: '198.51.100.7', role: 'sender' })).toBeUndefined();
  const shared = { type: 'peer', passphrase: 'p'.repeat(43), latency: 120 };
  expect(one.link.sent.slice(1)).toEqual([
    { ...shared, ip: '198.51.100.7', port: 5002, localPort: 6001 },
    { type: 'session', state: 'READY' },
  ]);
  expect(two.link.sent).toEqual([
    { type: 'session', state: 'WAITING' },
    { ...shared, ip: '192.0.2.1', port: 5001, localPort: 5002 },
    { type: 'session', state: 'READY' },
  ]);
  expect(observer.link.sent).toEqual([
    { type: 'session', state: 'WAITING' },
    {
      type: 'peer_match',
      stream: 'main',
      peers: [
        { ip: '192.0.2.1', port: 5001, localPort: 6001 },
        { ip: '198.51.100.7', port: 5002, localPort: 5002, role: 'sender' },
      ],
    },
    { type: 'session', state: 'READY' },
  ]);
});

it('rejects an admin, and a token for another stream, and keeps them connected', () => {
  const { one, observer } = pair();
  const refusal = { code: 'AUTH_FAILED', closes: false };
  expect(register(rules, observer, asked())).toMatchObject(refusal);
  expect(register(rules, one, { ...asked(), stream: 'other' })).toMatchObject(refusal);
  expect([one.endpoint, one.link.sent]).toEqual([undefined, []]);
});

it('rejects a third peer, and disconnects it', () => {
  const { session, one, two } = pair();
  for (const peer of [one, two]) register(rules, peer, asked());
  const third = memberOf(session);
  expect(register(rules, third, asked())).toMatchObject({ code: 'STREAM_TAKEN', closes: true });
  expect([third.endpoint, seatOf(third)]).toEqual([undefined, undefined]);
});

it('introduces a peer again that registers on another port, and takes no second seat for it', () => {
  const { session, one, two } = pair();
  for (const peer of [one, two]) register(rules, peer, asked());
  register(rules, one, asked(7000));
  expect(session.streams.get('main')?.peers).toEqual([one, two]);
  expect(two.link.sent.filter(({ type }) => type === 'peer')).toMatchObject([{ port: 5000 }, { port: 7000 }]);
});

it('starts both peers once, when both are ready', () => {
  const { one, two } = pair();
  const starts = () => [one, two].map(({ link }) => link.sent.filter(({ type }) => type === 'start').length);
  expect(ready(rules, one)).toBe(false);
  register(rules, one, asked());
  expect([ready(rules, one), starts()]).toEqual([true, [0, 0]]);
  register(rules, two, asked());
  expect(starts()).toEqual([0, 0]);
  expect([ready(rules, two), starts()]).toEqual([true, [1, 1]]);
  expect([ready(rules, two), starts()]).toEqual([true, [1, 1]]);
});

it('announces the report of a connection once', () => {
  const { session, one, two } = pair();
  announce(rules, one, 'connected');
  announce(rules, two, 'connected');
  expect([session.state, one.link.sent]).toEqual(['CONNECTED', [{ type: 'session', state: 'CONNECTED' }]]);
});
