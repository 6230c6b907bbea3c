import { describe, expect, it } from 'vitest';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { Miscalled } from '../options.js';
import { kinds } from './kinds.js';

const kindOf = (scheme: string) => {
  const kind = kinds.find(({ schemes }) => schemes.includes(scheme));
  if (!kind) throw new Error(`no kind ${scheme}`);
  return kind;
};
const oh = `oh://${createIdentity().name}`;
const open = (text: string, given: object = {}) => kindOf(text.split(':')[0] ?? '').open(text, given, {});

describe('oh://KEY', () => {
  it.each<[string, object, RegExp]>([
    ['no relay', {}, new RegExp(`--relay is missing: name the relay at which ${oh} publishes`)],
    ['an empty list of relays', { relay: [] }, /--relay is missing/],
    ['a user in a relay', { relay: ['https://me@relay.example'] }, /must not have credentials/],
    [
      'a password in a relay',
      { relay: ['https://a', 'https://:pw@relay.example'] },
      /must not have credentials/,
    ],
    [
      'a relay elsewhere without TLS',
      { relay: ['http://relay.example'] },
      /http:\/\/relay\.example is not on this/,
    ],
    [
      'a relay without a scheme',
      { relay: ['relay.example'] },
      /^--relay: relay\.example is not the URL of a relay/,
    ],
    ['a relay with another scheme', { relay: ['ftp://relay.example'] }, /must begin with https/],
    ['a relay with a query', { relay: ['https://relay.example/?k'] }, /remove what follows the path/],
    ['too few clients', { relay: ['http://127.0.0.1:9'], clients: 3 }, /--clients must be/],
  ])('is a wrong call with %s', async (_what, given, why) => {
    await expect(open(oh, given)).rejects.toThrow(Miscalled);
    await expect(open(oh, given)).rejects.toThrow(why);
  });

  it('does not show the credentials that a relay must not have', async () => {
    const opening = open(oh, { relay: ['https://me:hunter2@relay.example'] });
    await expect(opening).rejects.not.toThrow(/hunter2/);
  });

  it.each(['oh://', 'oh://x', `${oh}x`])('%s has no valid key', async (text) => {
    await expect(open(text, { relay: ['http://127.0.0.1:9'] })).rejects.toThrow(Miscalled);
  });

  it('is where its relays are, because a daemon has no address', () => {
    const place = (...relay: string[]) => kindOf('oh').place?.(oh, { relay });
    expect(place('http://127.0.0.1:1', 'http://localhost:2')).toEqual({
      hosts: ['127.0.0.1', 'localhost'],
      isHere: true,
    });
    expect(place('http://127.0.0.1:1', 'https://relay.example')).toMatchObject({ isHere: false });
    expect(place('nonsense')?.hosts).toEqual([]);
  });
});

describe('openhost-client:COMMAND', () => {
  it.each([
    ['openhost-client:', /is empty/],
    ['openhost-client:curl', /"openhost-client:curl" has no \{url\}/],
    ["openhost-client:curl '{url}", /unbalanced/],
  ])('%s is a wrong call', async (text, why) => {
    await expect(open(text)).rejects.toThrow(Miscalled);
    await expect(open(text)).rejects.toThrow(why);
  });

  it('is opened without starting it, and shows no secret of its command', async () => {
    const target = await open('openhost-client:/nonexistent {url} --token=hunter2', { browser: true });
    expect(target).toMatchObject({ capabilities: { dialect: 'deployed', browser: true } });
    expect(target.name).not.toContain('hunter2');
    await target.close();
  });
});
