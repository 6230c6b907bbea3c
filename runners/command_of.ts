import { CommandError, splitWords } from './exec/words.js';
import { Miscalled } from './options.js';

/** The words of `scheme:COMMAND`, at least one. */
export function commandOf(text: string, scheme: string): ReturnType<typeof splitWords> {
  const command = text.slice(scheme.length + 1);
  if (command.trim() === '') throw new Miscalled(`the command is empty: write ${scheme}:PROGRAM ARGUMENTS`);
  try {
    return splitWords(command);
  } catch (error) {
    throw error instanceof CommandError ? new Miscalled(error.message) : error;
  }
}
