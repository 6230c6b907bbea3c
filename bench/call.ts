import { parseArgs } from 'node:util';
import { benches, namesFor } from './list.js';

const USAGE = `npm run bench -- [--short] [NAME]

Measures two sides in one process, and prints the ratio of their speeds. NAME selects the benches whose names begin
with it. Without NAME, all benches run but peers/*, which build foreign programs.

Options:
  --short  run each bench just long enough to show that it works; a ratio below its target is no failure
  --help   show this help

Examples:
  npm run bench                  measure everything
  npm run bench -- --short       show in half a minute that every bench works
  npm run bench -- punch         measure the benches of punch
  npm run bench -- peers         compare with connectrpc and toml-test; needs Go

Benches:
${Object.keys(benches)
  .map((name) => `  ${name}`)
  .join('\n')}

Exit codes: 0 all ratios reach their targets, 1 a bench failed or a ratio is below its target, 2 wrong usage.`;

export type Call =
  | { readonly help: string }
  | { readonly wrong: string }
  | { readonly names: readonly string[]; readonly short: boolean };

export function callOf(words: readonly string[]): Call {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { short: { type: 'boolean' }, help: { type: 'boolean' } },
    strict: false,
  });
  if (values.help === true) return { help: USAGE };
  const strange = Object.keys(values).find((name) => name !== 'short');
  if (strange !== undefined) return { wrong: `unknown option "--${strange}"; known: --short, --help` };
  const [name = '', more] = positionals;
  if (more !== undefined) return { wrong: `"${more}" is one name too many: give one NAME` };
  const names = namesFor(name);
  if (names.length > 0) return { names, short: values.short === true };
  return { wrong: `no bench begins with "${name}"; known: ${Object.keys(benches).join(', ')}` };
}
