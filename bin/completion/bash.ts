import type { CompletedCommand, DescribedProgram } from './describe.js';

const reply = (words: readonly string[]): string =>
  `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$cur")); return`;

export function bash({ bins, commands }: DescribedProgram): string {
  return `_conform() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  if [ "$COMP_CWORD" = 1 ]; then ${reply(commands.map(({ name }) => name))}; fi
  case "\${COMP_WORDS[1]} $prev" in
${commands.flatMap(valuesOf).join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${commands.map(wordsOf).join('\n')}
  esac
}
complete -o default -F _conform ${bins.join(' ')}
`;
}

/** After an option, bash offers its choices, or file names. */
const valuesOf = ({ name, options }: CompletedCommand): string[] =>
  options
    .filter(({ takesValue }) => takesValue)
    .map(({ name: option, choices }) =>
      choices.length > 0
        ? `    '${name} --${option}') ${reply(choices)};;`
        : `    '${name} --${option}') COMPREPLY=(); return;;`,
    );

const wordsOf = ({ name, choices, options }: CompletedCommand): string => {
  const spoken = options.map(({ name: option }) => `--${option}`);
  const second =
    choices.length > 0 ? `[ "$COMP_CWORD" = 2 ] && [[ $cur != -* ]] && { ${reply(choices)}; }\n      ` : '';
  return `    ${name})\n      ${second}[[ $cur == -* ]] && { ${reply(spoken)}; };;`;
};
