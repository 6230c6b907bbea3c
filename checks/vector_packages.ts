/**
 * Writes each vector package, installs it with the package manager of its language, and uses it in a test of a codec. Then
 * plants a fault in the codec, and reads the failure.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../package.js';
import { whichFile } from '../runners/tools.js';
import { openTally } from './tally.js';

const home = mkdtempSync(join(tmpdir(), 'conform-worlds-'));
const example = (...path: string[]) => inPackage('examples', ...path);

function spawned(cwd: string, command: string, words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: 'utf8', timeout: 600_000 });
  return { status, output: stdout + stderr };
}

/** Runs a command that must succeed, and returns its output. */
function ran(cwd: string, command: string, ...words: string[]): string {
  const { status, output } = spawned(cwd, command, words);
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} exits with ${status}\n${output}`);
  return output;
}

/** Runs tests of a codec that does not reject `vector`. Their output must show what a reader needs to find the mistake. */
function failing(vector: string, cwd: string, command: string, ...words: string[]): void {
  const { status, output } = spawned(cwd, command, words);
  const shown = [vector, 'expected: rejected (', 'received: {', ' (must): ', 'why it matters: '];
  const missing = shown.filter((one) => !output.includes(one));
  if (status === 0) throw new Error(`a codec that accepts ${vector} passes`);
  if (missing.length > 0) throw new Error(`the failure of ${vector} lacks ${missing.join(', ')}:\n${output}`);
}

/** Replaces a text of a file that must have it. */
function planted(path: string, right: string, wrong: string): void {
  const text = readFileSync(path, 'utf8');
  if (!text.includes(right)) throw new Error(`${path} has no ${right}`);
  writeFileSync(path, text.replace(right, wrong));
}

const SPACE = 'punch/token/decode-leading-space';

function exported(world: string): { readonly project: string; readonly vectors: string } {
  const project = join(home, world);
  const vectors = join(project, 'vectors');
  mkdirSync(project);
  const program = inPackage('dist', 'bin', 'entry.js');
  ran(project, process.execPath, program, 'vectors', 'export', '--as', world, '--out', vectors);
  return { project, vectors };
}

/** The number of passed tests, as the test runner of the language reports it. */
type Use = () => number;

const told = (output: string, pattern: RegExp): number => {
  const count = Number(pattern.exec(output)?.[1] ?? 0);
  if (count === 0) throw new Error(`no test passed:\n${output.slice(-2000)}`);
  return count;
};

const npm: Use = () => {
  const { project } = exported('npm');
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  ran(project, 'npm', 'install', '--silent', '--no-audit', '--no-fund', './vectors');
  symlinkSync(inPackage(), join(project, 'node_modules', 'p2p-conform'));
  cpSync(example('vectors', 'npm'), project, { recursive: true });
  const words = ['--test', '--test-reporter=tap'];
  const count = told(ran(project, process.execPath, ...words), /^# pass (\d+)/m);
  const lenient =
    '{ ...structure.operations, decode: (given, input) => structure.operations.decode(given, input.trim()) }';
  planted(join(project, 'token.test.mjs'), '(set, structure.operations', `(set, ${lenient}`);
  failing(SPACE, project, process.execPath, ...words);
  return count;
};

const pypi: Use = () => {
  const { project } = exported('pypi');
  const bin = join(project, 'venv', 'bin');
  ran(project, 'python3', '-m', 'venv', 'venv');
  ran(project, join(bin, 'pip'), 'install', '--quiet', '--disable-pip-version-check', './vectors', 'pytest');
  for (const folder of [example('vectors', 'python'), example('adapters', 'python')]) {
    cpSync(folder, join(project, 'tests'), { recursive: true });
  }
  const words = ['-q', '-p', 'no:cacheprovider', 'tests'];
  const count = told(ran(project, join(bin, 'pytest'), ...words), /(\d+) passed/);
  planted(
    join(project, 'tests', 'test_punch_token.py'),
    'vector, mine.OPERATIONS',
    'vector, {"decode": lambda given, token: mine.decode(given, token.strip())}',
  );
  failing(SPACE, project, join(bin, 'pytest'), ...words);
  return count;
};

const go: Use = () => {
  const { project } = exported('go');
  for (const folder of [example('adapters', 'go'), example('vectors', 'go')]) {
    cpSync(folder, project, { recursive: true });
  }
  const module = 'example.org/p2p-conform/vectors';
  ran(project, 'go', 'mod', 'edit', `-replace=${module}=./vectors`, `-require=${module}@v0.0.0`);
  ran(join(project, 'vectors'), 'go', 'vet', './...');
  const output = ran(project, 'go', 'test', '-v', './...');
  const count = told(`${output.match(/^ +--- PASS/gm)?.length ?? 0} passed`, /(\d+) passed/);
  const lenient = `func(given map[string]any, input any) (any, error) {
			if text, ok := input.(string); ok && text != "" && text[0] == ' ' {
				input = text[1:]
			}
			return run(given, input)
		}`;
  planted(join(project, 'token_test.go'), 'vectortest.Operation(run)', lenient);
  failing(SPACE, project, 'go', 'test', './...');
  return count;
};

const crate: Use = () => {
  const { project } = exported('crate');
  cpSync(example('vectors', 'rust'), project, { recursive: true });
  cpSync(inPackage('interop', 'openhost-rs', 'src', 'frame.rs'), join(project, 'src', 'frame.rs'));
  const words = ['test', '--quiet', '--', '--nocapture'];
  const count = told(ran(project, 'cargo', ...words), /(\d+) vectors pass/);
  planted(join(project, 'tests', 'frame.rs'), 'if !held.is_empty()', 'if false');
  failing('openhost/frame/decode-', project, 'cargo', ...words);
  return count;
};

const worlds: readonly (readonly [world: string, tool: string, use: Use])[] = [
  ['npm', 'npm', npm],
  ['pypi', 'python3', pypi],
  ['go', 'go', go],
  ['crate', 'cargo', crate],
];

const tally = openTally();
for (const [world, tool, use] of worlds) {
  if (whichFile(tool) === undefined) {
    tally.skip(world, `there is no ${tool}`);
    continue;
  }
  const started = performance.now();
  try {
    tally.tell(`${world}: ${use()} tests pass`, undefined, started);
  } catch (error) {
    tally.tell(world, error instanceof Error ? error.message : String(error), started);
  }
}
rmSync(home, { recursive: true });
process.exitCode = tally.end();
