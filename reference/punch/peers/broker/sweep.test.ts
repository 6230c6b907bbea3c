import { expect, it } from 'vitest';
import type { Claims } from '../../token.js';
import { sweepRegularly } from './sweep.js';
import { admin, memberOf, peerOf, START, testSession, testSettings } from './testing/broker.js';

function sweeping() {
  const settings = testSettings();
  const session = testSession();
  const members = session.members;
  const swept: number[] = [];
  const stop = sweepRegularly(settings, members, {
    leave: (member) => void members.delete(member),
    swept: (now) => swept.push(now),
  });
  return { ...settings, members, swept, stop, join: (claims: Claims) => memberOf(session, claims) };
}

it('looks every half second until it is stopped', () => {
  const { clock, swept, stop } = sweeping();
  clock.advance(1600);
  expect(swept).toEqual([500, 1000, 1500].map((ms) => START + ms));
  stop();
  clock.advance(5000);
  expect([swept.length, clock.waiting]).toEqual([3, 0]);
});

it('removes a peer that has not registered within 30 seconds, and no admin', () => {
  const { clock, members, join } = sweeping();
  const [peer, observer] = [join(peerOf()), join(admin)];
  clock.advance(29_999);
  expect(members.size).toBe(2);
  clock.advance(1);
  expect([...members]).toEqual([observer]);
  expect([peer.link.sent, peer.link.closed]).toEqual([
    [{ type: 'error', code: 'SERVER_ERROR', message: 'not registered in time' }],
    ['unregistered'],
  ]);
});

it('removes a member that is silent for 90 seconds, admins too', () => {
  const { clock, members, join } = sweeping();
  const [peer, observer] = [join(peerOf()), join(admin)];
  peer.endpoint = { ip: '192.0.2.1', port: 5000, localPort: 5000 };
  clock.advance(60_000);
  peer.seen = clock.now();
  clock.advance(30_000);
  expect([...members]).toEqual([peer]);
  expect([observer.link.sent, observer.link.closed]).toEqual([
    [{ type: 'error', code: 'SERVER_ERROR', message: 'no sign of life' }],
    ['dead'],
  ]);
  clock.advance(60_000);
  expect(members.size).toBe(0);
});
