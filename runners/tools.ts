/** Programs that some tests need on this machine. */
import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { nodeSupported, OLDEST_NODE } from '../oldest_node.js';
import type { Need } from '../suites/model.js';

const PATIENCE = 10_000;

/** The executable file of a command name; undefined when there is none. */
export function whichFile(name: string): string | undefined {
  const candidates = name.includes('/')
    ? [name]
    : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

export interface Tool {
  /** Alternative names of the program. */
  readonly names: readonly [string, ...string[]];
  readonly for: string;
  readonly mend: string;
  /** The words that print its version, unless `--version` does. */
  readonly version?: readonly string[];
}

export const debian = (name: string): string => `apt-get install ${name}`;

/** Programs for adapters of any protocol. */
const ADAPTERS: readonly Tool[] = [
  { names: ['python3'], for: 'the Python adapter', mend: debian('python3') },
  { names: ['go'], for: 'the Go adapter', mend: debian('golang'), version: ['version'] },
  { names: ['cargo'], for: 'the Rust adapter, and peers in Rust', mend: 'install Rust by rustup' },
];

/** `tools` are those that the protocols need. */
export async function machineNeeds(tools: readonly Tool[]): Promise<readonly Need[]> {
  return [nodeNeed(), ...(await Promise.all([...tools, ...ADAPTERS].map(toolNeed)))];
}

function nodeNeed(): Need {
  return {
    what: 'node',
    for: 'everything',
    ok: nodeSupported(process.versions.node),
    seen: process.version,
    mend: `install Node ${OLDEST_NODE} or newer`,
  };
}

async function toolNeed({ names, version = ['--version'], mend, ...rest }: Tool): Promise<Need> {
  const file = names.map(whichFile).find((found) => found !== undefined);
  const what = names[0];
  if (file === undefined) return { what, ...rest, ok: false, seen: 'not on the PATH', mend };
  try {
    const { stdout, stderr } = await promisify(execFile)(file, [...version], { timeout: PATIENCE });
    return { what, ...rest, ok: true, seen: firstLine(stdout || stderr) };
  } catch (error) {
    // Some print their version and exit with 1.
    const { stdout = '', stderr = '', code } = error as { stdout?: string; stderr?: string; code?: unknown };
    const seen = firstLine(stdout || stderr);
    return /\d+\.\d+/.test(seen)
      ? { what, ...rest, ok: true, seen }
      : { what, ...rest, ok: false, seen: `does not run (${String(code)})`, mend };
  }
}

const firstLine = (text: string): string => text.trim().split('\n')[0]?.slice(0, 80) ?? '';
