import { UsageError } from './command.js';

/** Reads the whole number that an option holds. */
export function readWhole(
  option: string,
  given: number | string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const value = typeof given === 'number' ? given : given.trim() === '' ? Number.NaN : Number(given);
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    const received = Number.isNaN(value) ? 'something else' : value;
    const range = most === Number.MAX_SAFE_INTEGER ? `${least} up` : `${least} to ${most}`;
    throw new UsageError(`--${option} must be a whole number from ${range}, received ${received}`);
  }
  return value;
}

/** Reads a port. Zero, where allowed, means any free port. */
export const readPort = (option: string, given: number, least: 0 | 1 = 0): number =>
  readWhole(option, given, least, 65_535);

const unlistenable: ReadonlySet<unknown> = new Set(['listen', 'bind', 'getaddrinfo']);

/** Why the address of an option cannot be bound; undefined for any other error. */
export function whyNotListening(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return undefined;
  if (!unlistenable.has(error.syscall)) return undefined;
  return `cannot listen there (${error.code}): choose another port or address`;
}
