import { describe, expect, it } from 'vitest';
import { hider } from './secrets.js';

const SECRET = 'hünter/22 + "more"\n';
const bytes = Buffer.from(SECRET);
const LEFT = /h(?:ü|%C3|\\u00fc)nter|68c3bc6e|aMO8bnRlci8y/i;

describe('a secret that was given', () => {
  const hide = hider([SECRET]) ?? ((text: string) => text);

  it.each([
    ['as it is', SECRET],
    ['in JSON', JSON.stringify(SECRET)],
    ['in the JSON of Python', JSON.stringify(SECRET).replace('ü', '\\u00fc')],
    ['in the JSON of PHP', JSON.stringify(SECRET).replace('/', '\\/')],
    ['in hex', bytes.toString('hex')],
    ['in upper hex', bytes.toString('hex').toUpperCase()],
    ['in percents', encodeURIComponent(SECRET)],
    ['as a form', new URLSearchParams({ secret: SECRET }).toString()],
    ['in base64', bytes.toString('base64')],
    ['in base64url', bytes.toString('base64url')],
    ['in the base64 of Basic credentials', Buffer.from(`user:${SECRET}`).toString('base64')],
    ['in base64 behind one byte', Buffer.from(`:${SECRET}`).toString('base64')],
  ])('is hidden %s', (_how, text) => {
    const shown = hide(`before ${text} after`);
    expect(shown).toMatch(/^before .*<secret [0-9a-f]{8}>.* after$/s);
    expect(shown).not.toMatch(LEFT);
  });

  it('does not change other text', () => {
    expect(hide('some other text of hunter 22')).toBe('some other text of hunter 22');
  });

  it('is hidden only in its exact spelling when it is short, because its hex would match by chance', () => {
    expect(hider(['abcd'])?.('abcd 61626364')).toBe('<secret 88d4266f> 61626364');
  });

  it('is hidden as a whole when another secret is a part of it', () => {
    expect(hider(['hunter22', 'hunter22hunter'])?.('hunter22hunter')).toMatch(/^<secret [0-9a-f]{8}>$/);
  });
});

it('is not searched for when there are no secrets', () => {
  expect(hider([])).toBeUndefined();
});
