import { UsageError } from './command.js';

/** A whole number that an option was given. */
export function readWhole(option: string, given: number | string, least: number): number {
  const value = typeof given === 'number' ? given : given.trim() === '' ? Number.NaN : Number(given);
  if (!Number.isSafeInteger(value) || value < least) {
    const told = Number.isNaN(value) ? '' : `, not ${value}`;
    throw new UsageError(`--${option} wants a whole number from ${least}${told}`);
  }
  return value;
}
