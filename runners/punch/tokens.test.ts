import { describe, expect, it } from 'vitest';
import { sign } from '../../reference/punch/token.js';
import { findTokenTexts } from '../../suites/punch/tokens_in.js';
import { adminToken, peerToken, secret } from './testing/scripted.js';
import { findTokens } from './tokens.js';

const [admin, peer] = [adminToken('run-1'), peerToken('run-1', 'main')];

describe('the tokens of a body', () => {
  it('are found in any member, once each, with what they say', () => {
    const body = { token: admin, links: [{ href: `https://host/?t=${peer}&x=1` }, admin] };
    expect(findTokens(body).map(({ token, claims }) => [token, claims.role, claims.stream])).toEqual([
      [admin, 'admin', null],
      [peer, 'peer', 'main'],
    ]);
    expect(findTokenTexts(body).map(({ text, role }) => [text, role])).toEqual([
      [admin, 'admin'],
      [peer, 'peer'],
    ]);
  });

  it.each([undefined, null, 7, '', 'p_', 'p_a', 'p_a.', 'p_.b', 'p_a.b', `x${admin.slice(2)}`])(
    'are none in %j',
    (body) => {
      expect(findTokens(body)).toEqual([]);
      expect(findTokenTexts(body)).toEqual([]);
    },
  );

  it('are not those whose claims no token may have', () => {
    const signed = (claims: object) => sign(new TextEncoder().encode(JSON.stringify(claims)), secret);
    const body = [signed({ role: 'admin' }), signed([]), signed({ session: 'a b', role: 'peer', exp: 1 })];
    expect(findTokens(body)).toEqual([]);
    expect(findTokenTexts(body)).toEqual([]);
  });

  it('are none below a depth that no answer has', () => {
    let deep: unknown = admin;
    for (let i = 0; i < 10_000; i++) deep = [deep];
    expect(findTokens(deep as string)).toEqual([]);
  });

  it.each(['p_', 'p_-', 'p_a.', '=p_'])(
    'are looked for in 256 KB of %j in the time of its length',
    (piece) => {
      const body = { message: piece.repeat(262_144 / piece.length) };
      const before = process.cpuUsage();
      expect(findTokens(body)).toEqual([]);
      expect(findTokenTexts(body)).toEqual([]);
      expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
    },
  );
});
