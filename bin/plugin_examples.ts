/** The parts of the help that come from the plug-ins of the protocols. */
import type { Argv } from 'yargs';
import { plugins } from '../runners/registry/plugins.js';

/** The names of the protocols, as `one, another and a third`. */
export const protocolNames = (): string =>
  new Intl.ListFormat('en-GB').format(plugins.map(({ protocol }) => protocol));

/** Adds the examples that plug-ins have for a command, after those of the command. */
export function addExamples(command: string, yargs: Argv<unknown>): void {
  for (const { examples = {} } of plugins)
    for (const [words, what] of examples[command] ?? []) yargs.example(`$0 ${command} ${words}`, what);
}
