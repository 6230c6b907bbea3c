import { environmentOption } from '../environment.js';
import { Miscalled } from '../options.js';
import { targetKind } from '../target_kind.js';
import { openExec } from './target.js';
import { CommandError } from './words.js';

export const execKind = targetKind({
  schemes: ['exec'],
  codecs: true,
  forms: [['exec:COMMAND', 'a codec adapter in any language']],
  options: environmentOption,
  async open(text, { env }, { signal, patience, tireless }) {
    try {
      return await openExec(text.slice('exec:'.length), { signal, env, patience, tireless });
    } catch (error) {
      throw error instanceof CommandError ? new Miscalled(error.message) : error;
    }
  },
});
