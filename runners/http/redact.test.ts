import { expect, it } from 'vitest';
import { redact } from './redact.js';

it('replaces tokens and passphrases by a name and a fingerprint', () => {
  const text = redact(
    '{"token":"p_YWJjZGVmZ2g.c2ln","passphrase":"very secret","ip":"10.0.0.1"} passphrase=abcdefghij&x',
  );
  expect(text).not.toMatch(/YWJj|very secret|abcdefghij/);
  expect(text).toMatch(/<token [0-9a-f]{8}>/);
  expect(text).toContain('10.0.0.1');
});

it('says the same of the same secret and bounds what it shows', () => {
  expect(redact('p_YWJjZGVmZ2g.c2ln')).toBe(redact('p_YWJjZGVmZ2g.c2ln'));
  expect(redact('x'.repeat(9000)).length).toBeLessThan(2100);
  expect(redact('a\u001b[31m')).toBe('a\\u001b[31m');
});
