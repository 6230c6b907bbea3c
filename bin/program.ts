/** The program without its process. bin/conform.ts runs it once; tests run it many times in one process. */
import yargs, { type Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { missingPackage } from '../optional_package.js';
import { packageInfo } from '../package.js';
import type { Listed } from './command.js';
import { UsageError } from './command.js';
import { commands } from './commands.js';
import { tell, width } from './output.js';
import { unknown } from './suggest.js';
import { tellingChoices } from './unknown_choice.js';
import { unknownOptions } from './unknown_options.js';
import { describedValue, WITHOUT_VALUE } from './without_value.js';

async function main(words: readonly string[]): Promise<number> {
  const [first, second] = words;
  if (first === 'serve') {
    const { rawPeer } = await import('../runners/registry/served.js');
    const raw = await rawPeer(second);
    if (raw) return (await import('./raw_peer.js')).runRaw(raw, words.slice(2));
  }
  if (first !== undefined && !first.startsWith('-') && !commands.some(({ name }) => name === first)) {
    throw new UsageError(
      unknown(
        'command',
        first,
        commands.map(({ name }) => name),
      ),
    );
  }
  let known: readonly string[] = [];
  let repeatable: readonly string[] = [];
  let descriptions: Descriptions = {};
  const declared: Declared = (yargs) => {
    const { key, array } = yargs.getOptions();
    known = Object.keys(key);
    repeatable = array;
    descriptions = yargs.getInternalMethods().getUsageInstance().getDescriptions();
  };
  const given = (options: object): void => {
    const twice = Object.entries(options).find(
      ([name, value]) => name !== '_' && Array.isArray(value) && !repeatable.includes(dashed(name)),
    );
    if (twice) throw new UsageError(`--${twice[0]} is given twice: give it once`);
  };
  const helps = words.includes('--help');
  const ofProtocols = helps ? ` of ${(await import('./plugin_examples.js')).protocolNames()}` : '';
  const program = commands.reduce<Argv>(
    (argv, listed) => argv.command(lazily(listed, { declared, given, helps })),
    yargs([...words])
      .scriptName('conform')
      .usage(`$0 <command>\n\nHolds implementations${ofProtocols} against their specifications.`)
      .demandCommand(1, 'the command is missing: the help lists them')
      .strict()
      .wrap(width())
      .locale('en')
      .updateStrings(WITHOUT_VALUE)
      .exitProcess(false)
      .version(packageInfo().version)
      .fail((message, error) => {
        const [mistyped] = known.length > 0 ? unknownOptions(words, known) : [];
        throw error ?? new UsageError(mistyped ?? message);
      }),
  );
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof Chosen) return error.run();
    throw describedValue(error, descriptions);
  }
  return EXIT.green;
}

/** Thrown to leave yargs early: after a handler returns, yargs lays out the help of the command even when it is not shown. */
class Chosen extends Error {
  constructor(readonly run: () => Promise<number>) {
    super('a command was chosen');
  }
}

type Descriptions = Readonly<Record<string, string | undefined>>;

/** Methods of yargs that its types do not declare. */
interface DeclaredOptions {
  getOptions(): { readonly key: Readonly<Record<string, boolean>>; readonly array: readonly string[] };
  getInternalMethods(): { getUsageInstance(): { getDescriptions(): Descriptions } };
}

type Declared = (yargs: DeclaredOptions) => void;

interface Steps {
  readonly declared: Declared;
  /** Throws for a combination of options that must be a mistake. */
  given(options: object): void;
  /** Whether help is shown instead of running the command. */
  readonly helps: boolean;
}

/** Loads a command only when it is called, which keeps `--help` quick. */
const lazily = ({ name, words, describe, load }: Listed, { declared, given, helps }: Steps) => ({
  command: words ? `${name} ${words}` : name,
  describe,
  builder: async (argv: Argv) => {
    const ready: Argv<unknown> = (await load()).options(argv);
    if (helps) (await import('./plugin_examples.js')).addExamples(name, ready);
    declared(ready as Argv<unknown> & DeclaredOptions);
    return tellingChoices(ready, { name, words });
  },
  handler: (options: object) => {
    given(options);
    throw new Chosen(async () => (await load()).run(options));
  },
});

/**
 * Errors of usage, by name. yargs throws YError for an option without its value, and the class of FileError is loaded only
 * by the commands that need it.
 */
const MISCALLED: ReadonlySet<string> = new Set(['UsageError', 'YError']);
const DAMAGED = 'FileError';

const helped = ([first]: readonly string[]): string =>
  commands.some(({ name }) => name === first) ? `${first} ` : '';

/** No file can be opened, so no further module can be loaded. bin/entry.ts reports it. */
const isExhausted = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE');

/** Runs the program, reports an error, and resolves to the exit code. */
export async function conform(words: readonly string[]): Promise<number> {
  try {
    return await main(words);
  } catch (thrown) {
    if (isExhausted(thrown)) throw thrown;
    const missing = missingPackage(thrown);
    const error = missing ?? thrown;
    const name = error instanceof Error ? error.name : '';
    const { withoutSecrets } = await import('./hiding.js');
    tell(withoutSecrets(words)(error instanceof Error ? error.message : String(error)));
    if (MISCALLED.has(name)) tell(`see conform ${helped(words)}--help`);
    return MISCALLED.has(name) || name === DAMAGED || missing !== undefined ? EXIT.usage : EXIT.incomplete;
  }
}

/** yargs hands an option over in two spellings. */
const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
