/** Wrong URLs of a host that is there: a client that makes a right one of them is served. */
import { createIdentity, type Identity } from '../../reference/openhost/peers/identity.js';
import type { Lie } from '../../suites/openhost/clients/port.js';

const from = 'oh://'.length;
const to = from + 52;

/** Letters that z-base-32 leaves out, by those that they are mistaken for. */
const lookalikes: Readonly<Record<string, string>> = { '1': 'l', z: '2', o: '0', u: 'v' };

/** What the client is given instead of the right URL. */
export const urlLies: Partial<Record<Lie, (right: string) => string>> = {
  'url-short': (right) => right.slice(0, to - 1) + right.slice(to),
  'url-alphabet': (right) =>
    right.slice(0, from) +
    right.slice(from, to).replace(/[1zou]/, (letter) => lookalikes[letter] ?? letter) +
    right.slice(to),
  'url-query': (right) => `${right}?a=1`,
};

/** A key that a client completes where its last letter is missing, and that has a letter to be mistaken for another. */
const isForgivable = ({ name }: Identity): boolean => name.endsWith('y') && /[1zou]/.test(name);

export function hostOf(lie: Lie | undefined): Identity {
  let identity = createIdentity();
  const wantsForgivable = lie === 'url-short' || lie === 'url-alphabet';
  while (wantsForgivable && !isForgivable(identity)) identity = createIdentity();
  return identity;
}
