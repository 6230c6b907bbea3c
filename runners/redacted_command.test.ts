import { describe, expect, it } from 'vitest';
import { redactCommand } from './redacted_command.js';

describe('a command line in a report', () => {
  it.each([
    ['./adapter --secret hunter22', './adapter --secret <secret 20d2fe5e>'],
    ['./adapter --secret=hunter22', './adapter --secret=<secret 20d2fe5e>'],
    ["./adapter --auth-token 'hunter22'", "./adapter --auth-token '<secret 20d2fe5e>'"],
    ['env API_KEY=hunter22 ./adapter', 'env API_KEY=<secret 20d2fe5e> ./adapter'],
    ['curl -H "Authorization: Bearer hunter22"', 'curl -H "Authorization: Bearer <secret 20d2fe5e>"'],
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
  ])('%s has none', (command) => {
    expect(redactCommand(command)).toEqual({ shown: command });
  });
});
