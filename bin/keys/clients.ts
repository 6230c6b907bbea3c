/** Prints the keys of the clients that a run uses. An operator pairs them before the run. */
import { EXIT } from '../../exit.js';
import { Miscalled } from '../../runners/options.js';
import { plugins } from '../../runners/registry/plugins.js';
import type { ClientKeys } from '../../runners/target_kind.js';
import { UsageError } from '../command.js';
import { picked, readBy, type Written } from '../option_forms.js';
import { print } from '../output.js';

export const clientKeys = await opened();

async function opened(): Promise<ClientKeys> {
  const open = plugins.find(({ keys }) => keys !== undefined)?.keys;
  if (!open) throw new Error('no protocol has keys of clients');
  return (await open()).keys;
}

export async function drawKeys(given: Readonly<Record<string, unknown>>): Promise<number> {
  const written = picked(clientKeys.options, (name) => given[name] as Written | undefined);
  try {
    await print(clientKeys.draw(readBy(clientKeys.options, written)));
  } catch (error) {
    throw error instanceof Miscalled ? new UsageError(error.message) : error;
  }
  return EXIT.green;
}
