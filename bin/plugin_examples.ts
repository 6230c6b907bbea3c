/** What the help says of the protocols: it comes from their plug-ins. */
import type { Argv } from 'yargs';
import { plugins } from '../runners/registry/plugins.js';
import type { Examples } from '../runners/target_kind.js';

/** `one, another and a third`, by the names of the protocols. */
export const protocolNames = (): string =>
  new Intl.ListFormat('en-GB').format(plugins.map(({ protocol }) => protocol));

/** Adds the examples that the plug-ins have for a command, behind its own. */
export function addExamples(command: string, yargs: Argv<unknown>): void {
  for (const { examples = {} } of plugins)
    for (const [words, what] of examples[command as keyof Examples] ?? [])
      yargs.example(`$0 ${command} ${words}`, what);
}
