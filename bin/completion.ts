import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import type { Command, Listed } from './command.js';
import { bash } from './completion/bash.js';
import { type DescribedProgram, describeProgram } from './completion/describe.js';
import { fish } from './completion/fish.js';
import { zsh } from './completion/zsh.js';
import { print } from './output.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

interface Options {
  readonly shell: (typeof SHELLS)[number];
}

const scripts: Readonly<Record<Options['shell'], (program: DescribedProgram) => string>> = {
  bash,
  zsh,
  fish,
};

/** `commands` are all commands of the program, this one included. */
export const completionOf = (commands: readonly Listed[]): Command<Options> => ({
  options: (yargs: Argv): Argv<Options> =>
    yargs
      .positional('shell', {
        choices: SHELLS,
        demandOption: true,
        describe: 'the shell that loads the script',
      })
      .example('source <($0 completion bash)', 'in ~/.bashrc')
      .example('source <($0 completion zsh)', 'in ~/.zshrc, after compinit')
      .example('$0 completion fish | source', 'in ~/.config/fish/config.fish'),
  async run({ shell }) {
    await print(scripts[shell](await describeProgram(commands)));
    return EXIT.green;
  },
});
