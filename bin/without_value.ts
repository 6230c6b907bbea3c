/** yargs finds an option that needs a value and has none, but does not say what the value is. */
import { UsageError } from './command.js';

/** A text of yargs and ours in its place, for `updateStrings`. */
export const WITHOUT_VALUE = { 'Not enough arguments following: %s': '--%s needs a value' };

/** Adds what the help says of the option. Returns any other error as it is. */
export function describedValue(
  error: unknown,
  descriptions: Readonly<Record<string, string | undefined>>,
): unknown {
  if (!(error instanceof Error)) return error;
  const option = Object.keys(descriptions).find((name) => error.message === `--${name} needs a value`);
  return option === undefined ? error : new UsageError(`${error.message}: ${descriptions[option]}`);
}
