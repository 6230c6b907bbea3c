import type { Argv } from 'yargs';
import type { Protocol } from '../suites/protocol.js';
import { protocols } from '../suites/protocols.js';
import { UsageError } from './command.js';
import { strings } from './options.js';
import { unknown } from './suggest.js';

const names = protocols.map(({ spec }) => spec.protocol);

export const protocolOption = <T>(yargs: Argv<T>) =>
  yargs.option('protocol', strings(`only this protocol (repeatable): ${names.join(', ')}`));

/** The named protocols in the order of the registry, or all of them when none is named. */
export function protocolsNamed(wanted: readonly string[] | undefined): readonly Protocol[] {
  const strange = wanted?.find((name) => !names.includes(name));
  if (strange !== undefined) throw new UsageError(unknown('protocol', strange, names));
  return protocols.filter(({ spec }) => wanted === undefined || wanted.includes(spec.protocol));
}
