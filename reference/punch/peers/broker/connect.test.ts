import { expect, it } from 'vitest';
import { srtRoles, strung } from './connect.js';
import type { SrtRole } from './messages.js';
import { admin, memberOf, peerOf, testSession } from './testing/broker.js';

function matched(roles: readonly (SrtRole | undefined)[]) {
  const session = testSession();
  const peers = roles.map((role, at) => {
    const member = memberOf(session);
    member.endpoint = {
      ip: `192.0.2.${at + 1}`,
      port: 5001 + at,
      localPort: 6001 + at,
      ...(role ? { role } : {}),
    };
    return member;
  });
  const stream = session.streams.get('main') ?? expect.unreachable();
  stream.peers = peers;
  return session;
}

it('shows the admin how each role reaches the other peer', () => {
  const session = matched(['receiver', 'sender']);
  const [sender, receiver] = srtRoles.map((role) => JSON.stringify(strung(session, admin, 'main', role)));
  expect(sender).toContain('192.0.2.1:5001');
  expect(sender).toContain('6002');
  expect(receiver).toContain('192.0.2.2:5002');
  expect(receiver).toContain('6001');
  for (const text of [sender, receiver]) expect(text).toContain('p'.repeat(43));
});

it('takes the first peer for either role when none was registered', () => {
  const shown = JSON.stringify(strung(matched([undefined, undefined]), admin, 'main', 'sender'));
  expect(shown).toContain('192.0.2.2:5002');
});

it.each([
  ['a peer', matched(['sender', 'receiver']), peerOf()],
  ['the admin of a stream with one peer', matched(['sender']), admin],
  ['the admin of a stream without peers', matched([]), admin],
])('shows %s no coordinates and no passphrase', (_whom, session, claims) => {
  const shown = JSON.stringify(strung(session, claims, 'main', 'sender'));
  expect(shown).toContain('REMOTE_IP');
  expect(shown).not.toMatch(/192\.0\.2|ppp/);
});

it('says whether a stream is matched, and knows no other stream', () => {
  const matches = [matched(['sender', 'receiver']), matched(['sender'])];
  expect(matches.map((session) => strung(session, admin, 'main', 'sender').matched)).toEqual([true, false]);
  expect(strung(matched([]), admin, 'none', 'sender')).toMatchObject({ stream: 'none', matched: false });
});
