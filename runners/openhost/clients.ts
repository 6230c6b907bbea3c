/** The clients that we play before a daemon that somebody else runs: they follow from a secret, and are paired beforehand. */
import { hkdfSync } from 'node:crypto';
import { createIdentity, type Identity } from '../../reference/openhost/peers/identity.js';
import { Unreachable } from '../../suites/case.js';
import { Miscalled } from '../options.js';

/** How many a run plays where nobody says otherwise: a daemon that looks for one after the other is not slowed down. */
export const FEW_CLIENTS = 8;
/** Four cases are asked at a time, and each has a client of its own. */
const LEAST_CLIENTS = 4;
const MOST_CLIENTS = 300;
/** The client of `serve`, whom no run plays. */
export const SERVED_CLIENT = 300;

/** `--clients`. */
export function countOfClients(given = FEW_CLIENTS): number {
  if (given >= LEAST_CLIENTS && given <= MOST_CLIENTS) return given;
  throw new Miscalled(
    `--clients must be a whole number from ${LEAST_CLIENTS} to ${MOST_CLIENTS}, received ${given}`,
  );
}

/** The client of that number, known beforehand to who has the secret. */
export function clientIdentity(secret: Uint8Array | undefined, index: number): Identity {
  if (!secret) {
    throw new Unreachable(
      'the daemon must know our clients: add --secret, and pair the keys that `conform keys` prints',
    );
  }
  return createIdentity(
    new Uint8Array(hkdfSync('sha256', secret, 'conform-openhost-client', String(index), 32)),
  );
}

export const clientsOf = (secret: Uint8Array | undefined, count: number): readonly Identity[] =>
  Array.from({ length: count }, (_, index) => clientIdentity(secret, index));
