/** Our clients for a running daemon. Their keys derive from a secret, and the operator pairs them before the run. */
import { hkdfSync } from 'node:crypto';
import { createIdentity, type Identity } from '../../reference/openhost/peers/identity.js';
import { Unreachable } from '../../suites/case.js';
import { Miscalled } from '../options.js';

/** The default number of clients. It does not slow down a daemon that polls one client after the other. */
export const FEW_CLIENTS = 8;
/** Four cases run at a time, and each needs its own client. */
const LEAST_CLIENTS = 4;
const MOST_CLIENTS = 300;
/** The client of `serve`, which no run uses. */
export const SERVED_CLIENT = 300;

/** `--clients`. */
export function countOfClients(given = FEW_CLIENTS): number {
  if (given >= LEAST_CLIENTS && given <= MOST_CLIENTS) return given;
  throw new Miscalled(
    `--clients must be a whole number from ${LEAST_CLIENTS} to ${MOST_CLIENTS}, received ${given}`,
  );
}

/** The client with this number. Its key follows from the secret. */
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
