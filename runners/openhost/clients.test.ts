import { describe, expect, it } from 'vitest';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { readToml } from '../../reference/openhost/peers/daemon/toml.js';
import { Unreachable } from '../../suites/case.js';
import { Miscalled } from '../options.js';
import { keys } from './client_keys.js';
import { clientIdentity, clientsOf, countOfClients, FEW_CLIENTS, SERVED_CLIENT } from './clients.js';

const secret = Buffer.from('a secret');

describe('the clients of a secret', () => {
  it('are the same in every run', () => {
    expect(clientsOf(secret, 2).map(({ name }) => name)).toEqual([
      clientIdentity(secret, 0).name,
      clientIdentity(secret, 1).name,
    ]);
    expect(clientIdentity(Buffer.from('x'), 0).name).toBe(
      'x9nigbg1du8jc39caqcusz54y8s9xfhzer8gzjbwrsziwi6mecao',
    );
  });

  it('all differ, between themselves, from those of another secret, and from the client of serve', () => {
    const names = [
      ...clientsOf(secret, 8),
      ...clientsOf(Buffer.from('a secret '), 8),
      clientIdentity(secret, SERVED_CLIENT),
    ].map(({ name }) => name);
    expect(new Set(names).size).toBe(17);
  });

  it('do not exist without a secret, and the error says what to do', () => {
    expect(() => clientIdentity(undefined, 0)).toThrow(Unreachable);
    expect(() => clientsOf(undefined, 4)).toThrow(/add --secret, and pair the keys/);
  });
});

describe('--clients', () => {
  it.each([4, 8, 300])('%i is a possible count', (count) => expect(countOfClients(count)).toBe(count));
  it('is eight when absent', () => expect(countOfClients()).toBe(FEW_CLIENTS));
  it.each([0, 3, 301, -8, Number.NaN, Number.POSITIVE_INFINITY])('%d is rejected', (count) => {
    expect(() => countOfClients(count)).toThrow(Miscalled);
    expect(() => countOfClients(count)).toThrow(`from 4 to 300, received ${count}`);
  });
});

describe('the printed keys', () => {
  const names = clientsOf(secret, 4).map(({ name }) => name);
  const drawn = (more: Parameters<typeof keys.draw>[0] = {}) => keys.draw({ secret, clients: 4, ...more });

  it('are printed one a line, without the secret', () => {
    expect(drawn()).toBe(`${names.join('\n')}\n`);
    expect(keys.draw({ secret }).trim().split('\n')).toHaveLength(FEW_CLIENTS);
    for (const name of names) expect(zbase32.decode(name)).toHaveLength(32);
  });

  it('are printed in the commands of a daemon', () => {
    expect(drawn({ form: 'add' })).toBe(names.map((name) => `openhostd pair add ${name}\n`).join(''));
    expect(drawn({ form: 'remove', command: 'mine -c x' })).toBe(
      names.map((name) => `mine -c x pair remove ${name}\n`).join(''),
    );
  });

  it('are printed as a file of pairs that the daemon can read', () => {
    const toml = readToml(drawn({ form: 'toml' }));
    expect(names.map((_, i) => toml.get(`pair.${i}.pubkey`))).toEqual(names);
    expect(toml.get('pair.0.nickname')).toBe('conform 1');
    expect(toml.get('pair.3.added_at')).toBeGreaterThan(1_700_000_000);
  });

  it.each<[string, Parameters<typeof keys.draw>[0], RegExp]>([
    ['no secret', { secret: undefined }, /--secret is missing.*env:NAME/],
    ['a command that lines do not use', { command: 'mine' }, /--command has no effect without --form add/],
    ['a command that toml does not use', { form: 'toml', command: 'mine' }, /--command has no effect/],
    ['too few clients', { clients: 3 }, /--clients must be/],
  ])('are not printed with %s', (_what, given, why) => {
    expect(() => drawn(given)).toThrow(Miscalled);
    expect(() => drawn(given)).toThrow(why);
  });
});
