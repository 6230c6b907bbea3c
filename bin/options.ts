/** The usual forms of options. Without `requiresArg`, yargs reads an option whose value is missing as an empty one. */

export const string = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const;

export const strings = (describe: string) => ({ ...string(describe), array: true }) as const;

export const number = (describe: string) => ({ type: 'number', requiresArg: true, describe }) as const;

export const flag = (describe: string) => ({ type: 'boolean', default: false, describe }) as const;

export const quietOption = flag('no progress on stderr');

/** The option `--report` of a command that has these reporters. */
export const reportsOf = (reporters: object) =>
  strings(`KIND[=PATH] (repeatable): ${Object.keys(reporters).join(', ')}; default console`);

export const againstOption = string('an earlier recording: markdown then shows only what changed');
