import { expect, it } from 'vitest';
import { answering } from '../../reference/mutants/punch/mutant.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import { liveCases } from '../../suites/punch/cases.js';
import { tryCases } from '../try_cases.js';
import { redact } from './redact.js';
import { punchTarget } from './target.js';

it('replaces tokens and passphrases by a name and a fingerprint', () => {
  const text = redact(
    '{"token":"p_YWJjZGVmZ2g.c2ln","passphrase":"very secret","ip":"10.0.0.1"} passphrase=abcdefghij&x',
  );
  expect(text).not.toMatch(/YWJj|very secret|abcdefghij/);
  expect(text).toMatch(/<token [0-9a-f]{8}>/);
  expect(text).toContain('10.0.0.1');
});

it('names the same secret in the same way, and bounds the text', () => {
  expect(redact('p_YWJjZGVmZ2g.c2ln')).toBe(redact('p_YWJjZGVmZ2g.c2ln'));
  expect(redact('x'.repeat(9000)).length).toBeLessThan(2100);
  expect(redact('a\u001b[31m')).toBe('a\\u001b[31m');
});

const secret = 'Tr0ub4dor-and-3';

it.each([
  ['{"passphrase":"a\\"Tr0ub4dor-and-3"}', 'an escaped quote before it'],
  ['{"passphrase":"a\\\\\\\\Tr0ub4dor-and-3"}', 'escaped backslashes before it'],
  ['{"pass\\u0070hrase":"Tr0ub4dor-and-3"}', 'an escape in its name'],
  ['{"passphrase":"Tr0ub4dor-and-3', 'a body that was cut off'],
  ['{"adminToken" : "Tr0ub4dor-and-3"}', 'a name of its own'],
  ['{"SRT_PASSPHRASE":"Tr0ub4dor-and-3"}', 'a name in capitals'],
  ['{"tokens":{"a":["Tr0ub4dor-and-3"],"b":{"c":"x"}},"after":"seen"}', 'it deep below'],
  ['{"tokens":["first, with a ] and }","Tr0ub4dor-and-3"]}', 'brackets in a text before it'],
  ['{"url":"https://host/s/name?t=Tr0ub4dor-and-3"}', 'it in the link of RFC 7'],
  ['{"url":"https://host/s/name?x=1&token=Tr0ub4dor-and-3"}', 'it in another link'],
  ['> GET / (Authorization: Bearer Tr0ub4dor-and-3)', 'it in a header'],
  ['{"message":"wrong passphrase Tr0ub4dor-and-3"}', 'it in an error'],
  ['{"message":"the passphrase is: Tr0ub4dor-and-3"}', 'it in prose'],
  ['unknown token Tr0ub4dor-and-3', 'it in plain text'],
  ['{"message":"{\\"passphrase\\":\\"Tr0ub4dor-and-3\\"}"}', 'JSON in JSON'],
  [`${'x'.repeat(1990)}{"passphrase":"Tr0ub4dor-and-3"}`, 'it where the text is cut'],
])('%s shows no secret (%s)', (text) => {
  expect(redact(text)).not.toContain(secret.slice(0, 4));
});

it('does not change text without secrets', () => {
  for (const text of [
    '{"error":"AUTH_FAILED","message":"the token is wrong"}',
    '{"message":"token authentication failed","port":20101,"ip":"10.0.0.1"}',
    '{"passphraseLength":43,"type":"peer","streams":["main","token"]}',
    'WWW-Authenticate: Bearer realm="punch"',
  ]) {
    expect(redact(text)).toBe(text);
  }
  expect(redact('{"tokens":["x"],"after":"seen"}')).toContain('"after":"seen"');
});

it('takes little CPU for hostile texts', () => {
  const before = process.cpuUsage();
  for (const part of ['"', '\\', '"\\', 'token ', 'p_', '{"a":[', 'passphrase is ', 'Bearer '])
    redact(part.repeat(1_000_000 / part.length));
  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
});

it('no check shows a secret from an error of the target', async () => {
  const body = JSON.stringify({ passphrase: `a"${secret}`, adminToken: secret });
  const broker = await startChanged(
    answering((answer) => (answer.status === 401 ? { ...answer, body } : answer)),
  );
  const target = await punchTarget({ url: broker.url, secret: broker.secret, onClose: broker.close });
  const outcomes = await tryCases(
    liveCases.filter(({ id }) => id.startsWith('punch/8.1/')),
    target,
  );
  await target.close();
  const shown = JSON.stringify(outcomes);
  expect(shown).toContain('<passphrase');
  expect(shown).not.toContain(secret);
});
