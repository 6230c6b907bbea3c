import { describe, expect, it } from 'vitest';
import { redactCommand } from './redacted_command.js';

describe('a command line in a report', () => {
  it.each([
    ['./adapter --secret hunter22', './adapter --secret <secret 20d2fe5e>'],
    ['./adapter --secret=hunter22', './adapter --secret=<secret 20d2fe5e>'],
    ["./adapter --auth-token 'hunter22'", "./adapter --auth-token '<secret 20d2fe5e>'"],
    ['env API_KEY=hunter22 ./adapter', 'env API_KEY=<secret 20d2fe5e> ./adapter'],
    ['curl -H "Authorization: Bearer hunter22"', 'curl -H "Authorization: Bearer <secret 20d2fe5e>"'],
    ['curl -H "X-Api-Key: hunter22"', 'curl -H "X-Api-Key: <secret 20d2fe5e>"'],
    ['curl -H X-Api-Key:hunter22', 'curl -H X-Api-Key:<secret 20d2fe5e>'],
    ["curl --header='Cookie: hunter22'", "curl --header='Cookie: <secret 20d2fe5e>'"],
    ['curl -u me:hunter22', 'curl -u me:<secret 20d2fe5e>'],
    ['./adapter --private-key hunter22', './adapter --private-key <secret 20d2fe5e>'],
    [
      './adapter --auth hunter22 --pass hunter22',
      './adapter --auth <secret 20d2fe5e> --pass <secret 20d2fe5e>',
    ],
    ['./adapter --key=hunter22', './adapter --key=<secret 20d2fe5e>'],
    ['./adapter http://x/?a=b&token=hunter22#c', './adapter http://x/?a=b&token=<secret 20d2fe5e>#c'],
    ['./adapter https://me:hunter22@broker.example', './adapter https://me:<secret 20d2fe5e>@broker.example'],
  ])('%s', (command, shown) => {
    const redacted = redactCommand(command);
    expect(redacted.shown).toBe(shown);
    expect(redacted.hide?.('it said hunter22')).toBe('it said <secret 20d2fe5e>');
  });

  it.each([
    'python3 adapter.py',
    './adapter --secret env:NAME --token file:token.txt',
    './adapter --secret-file /etc/secret --verbose',
    './adapter --token --verbose',
    './tokenizer secret.txt',
    './adapter --key package.json --public-key abcdefgh --author me -u me',
    'docker run --user 1000:1000 -v /a:/b https://git@example.com/?page=4444',
  ])('%s has none', (command) => {
    expect(redactCommand(command)).toEqual({ shown: command });
  });
});
