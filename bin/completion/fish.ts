import type { CompletedCommand, DescribedProgram } from './describe.js';

/** In fish a quote ends a quoted text unless a backslash escapes it. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', ' ')}'`;

export function fish({ bins, commands }: DescribedProgram): string {
  const lines = bins.flatMap((bin) => [
    ...commands.map(
      ({ name, describe }) =>
        `complete -c ${bin} -f -n __fish_use_subcommand -a ${name} -d ${quoted(describe)}`,
    ),
    ...commands.flatMap((command) => ofCommand(bin, command)),
  ]);
  return `${lines.join('\n')}\n`;
}

function ofCommand(bin: string, { name, choices, options }: CompletedCommand): string[] {
  const begin = `complete -c ${bin} -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...(choices.length > 0 ? [`${begin} -f -a ${quoted(choices.join(' '))}`] : []),
    ...options.map(({ name: option, describe, takesValue, choices: values }) => {
      const value = values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : takesValue ? ' -r' : '';
      return `${begin} -l ${option}${value} -d ${quoted(describe)}`;
    }),
  ];
}
