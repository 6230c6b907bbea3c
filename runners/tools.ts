/** Programs of this machine that some tests want. */
import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { nodeSupported, OLDEST_NODE } from '../oldest_node.js';
import type { Need } from '../suites/model.js';

const PATIENCE = 10_000;

/** The file that a command name stands for; undefined when there is none that may be run. */
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

interface Tool {
  /** Other names that will do. */
  readonly names: readonly [string, ...string[]];
  readonly for: string;
  readonly mend: string;
  readonly version: readonly string[];
}

const debian = (name: string): string => `apt-get install ${name}`;

const tools: readonly Tool[] = [
  {
    names: ['unshare'],
    for: 'tunnel programs, in a lab without internet',
    mend: debian('util-linux'),
    version: ['--version'],
  },
  {
    names: ['ip'],
    for: 'tunnel programs, in a lab without internet',
    mend: debian('iproute2'),
    version: ['-V'],
  },
  {
    names: ['srt-live-transmit'],
    for: 'real SRT endpoints behind a broker',
    mend: debian('srt-tools'),
    version: ['-version'],
  },
  { names: ['ffmpeg'], for: 'the media that they carry', mend: debian('ffmpeg'), version: ['-version'] },
  {
    names: ['chromium', 'chromium-browser', 'google-chrome'],
    for: 'a browser as an openhost client',
    mend: debian('chromium'),
    version: ['--version'],
  },
  { names: ['python3'], for: 'the Python adapter', mend: debian('python3'), version: ['--version'] },
  { names: ['go'], for: 'the Go adapter', mend: debian('golang'), version: ['version'] },
  {
    names: ['cargo'],
    for: 'the Rust adapter and the Rust tunnel peer',
    mend: 'install Rust by rustup',
    version: ['--version'],
  },
];

export async function machineNeeds(): Promise<readonly Need[]> {
  return [nodeNeed(), ...(await Promise.all(tools.map(toolNeed)))];
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

async function toolNeed({ names, version, mend, ...rest }: Tool): Promise<Need> {
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
