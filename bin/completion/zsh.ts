import type { CompletedCommand, CompletedOption, DescribedProgram } from './describe.js';

/** Escapes a description for _arguments, which reads brackets and colons as syntax. A quote would end the word. */
const plainIn = (text: string): string =>
  text
    .replaceAll('\n', ' ')
    .replace(/[[\]:\\]/g, '\\$&')
    .replaceAll("'", "'\\''");

export function zsh({ bins, commands }: DescribedProgram): string {
  return `#compdef ${bins.join(' ')}
_conform() {
  local -a commands
  if (( CURRENT == 2 )); then
    commands=(
${commands.map(({ name, describe }) => `      '${name}:${plainIn(describe)}'`).join('\n')}
    )
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(ofCommand).join('\n')}
  esac
}
compdef _conform ${bins.join(' ')}
`;
}

function ofCommand({ name, choices, options }: CompletedCommand): string {
  const first = choices.length > 0 ? `'1:what:(${choices.join(' ')})'` : `'*:file:_files'`;
  return `    ${name}) _arguments ${[first, ...options.map(optionOf)].join(' ')} ;;`;
}

function optionOf({ name, describe, takesValue, choices }: CompletedOption): string {
  const value = choices.length > 0 ? `:${name}:(${choices.join(' ')})` : takesValue ? `:${name}:_files` : '';
  return `'*--${name}[${plainIn(describe)}]${value}'`;
}
