/** Wrong URLs of an existing host. A client that corrects one of them reaches the host. */
import { createIdentity, type Identity } from '../../reference/openhost/peers/identity.js';
import type { Lie } from '../../suites/openhost/clients/port.js';

const from = 'oh://'.length;
const to = from + 52;

/** The letters that z-base-32 excludes, by the letters that look like them. */
const lookalikes: Readonly<Record<string, string>> = { '1': 'l', z: '2', o: '0', u: 'v' };

/** The wrong URL for the client. */
export const urlLies: Partial<Record<Lie, (right: string) => string>> = {
  'url-short': (right) => right.slice(0, to - 1) + right.slice(to),
  'url-alphabet': (right) =>
    right.slice(0, from) +
    right.slice(from, to).replace(/[1zou]/, (letter) => lookalikes[letter] ?? letter) +
    right.slice(to),
  'url-query': (right) => `${right}?a=1`,
};

/** A key for these faults: its last letter can be guessed, and it has a letter that looks like an excluded one. */
const isForgivable = ({ name }: Identity): boolean => name.endsWith('y') && /[1zou]/.test(name);

export function hostOf(lie: Lie | undefined): Identity {
  let identity = createIdentity();
  const wantsForgivable = lie === 'url-short' || lie === 'url-alphabet';
  while (wantsForgivable && !isForgivable(identity)) identity = createIdentity();
  return identity;
}
