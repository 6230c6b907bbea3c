/** Runs a page: writes its files and runs its commands, in order, in a new folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inPackage } from '../../package.js';
import { type Block, blocksOf, faultOf, missingLine } from './blocks.js';

/** What the reader of a page has: programs, and peers. */
export interface Surroundings {
  readonly folder: string;
  /** Commands that are started before, by the text that stands for their output. */
  readonly services?: Readonly<Record<string, string>>;
  /** Programs, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

const SERVICE_PATIENCE = 60_000;
const COMMAND_PATIENCE = 120_000;
const ADDRESS = /\b(?:https?|oh):\/\/[^\s"']+|\b[0-9a-f]{64}\b|\b[a-z0-9]{52}\b/;

/** A replacement for `npx p2p-conform` that starts this checkout, so no registry is needed. */
function shims(folder: string): string {
  const bin = join(folder, '.shims');
  mkdirSync(bin, { recursive: true });
  const program = inPackage('dist', 'bin', 'entry.js');
  const npx = `#!/bin/sh\n[ ! -x "node_modules/.bin/$1" ] || exec node_modules/.bin/"$@"\n[ "$1" = p2p-conform ] || { echo "npx $1: not in this test" >&2; exit 127; }\nshift\nexec '${process.execPath}' '${program}' "$@"\n`;
  writeFileSync(join(bin, 'npx'), npx);
  chmodSync(join(bin, 'npx'), 0o755);
  return bin;
}

class PageError extends Error {
  override readonly name = 'PageError';
}

export class Performance {
  private readonly services: ChildProcess[] = [];
  private readonly meanings = new Map<string, string>();
  private readonly env: NodeJS.ProcessEnv;
  private output = '';
  /** Lines that set variables for later blocks, as in the shell of the reader. */
  private exports = '';

  constructor(private readonly around: Surroundings) {
    const path = [shims(around.folder), dirname(process.execPath), process.env['PATH']].join(delimiter);
    // The commands must print the same inside a CI.
    const { GITHUB_ACTIONS: _ci, CI: _any, ...rest } = process.env;
    this.env = { ...rest, NO_COLOR: '1', PATH: path };
  }

  /** Throws a PageError that names the line of the page. */
  async perform(page: string): Promise<number> {
    let performed = 0;
    for (const [name, text] of Object.entries(this.around.files ?? {})) {
      writeFileSync(join(this.around.folder, name), text, { mode: 0o755 });
    }
    try {
      for (const [text, command] of Object.entries(this.around.services ?? {}))
        await this.start(text, command);
      for (const block of blocksOf(page)) {
        const fault = faultOf(block) ?? (await this.play(block));
        if (fault !== undefined) throw new PageError(`line ${block.line}: ${fault}`);
        this.exports += (/^export .*\n/gm.exec(block.language === 'sh' ? block.text : '') ?? []).join('');
        performed++;
      }
    } finally {
      this.close();
    }
    return performed;
  }

  private async play({ language, words, text }: Block): Promise<string | undefined> {
    if (words['elsewhere'] !== undefined || words['of'] !== undefined) return undefined;
    if (words['service'] !== undefined) {
      await this.start(words['service'], this.said(text).replace(/--port \d+/, '--port 0'));
      return undefined;
    }
    if (words['file'] !== undefined) {
      const path = join(this.around.folder, words['file']);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, this.said(text));
      return undefined;
    }
    if (language === 'sh')
      return this.run(
        ['bash', '-euo', 'pipefail', '-c', this.exports + this.said(text)],
        Number(words['exit'] ?? 0),
      );
    if (language === 'diff') return this.run(['git', 'apply', '--recount', '-'], 0, text);
    if (language !== 'text') return undefined;
    const missing = missingLine(text, this.output);
    return missing === undefined ? undefined : `expected the line: ${missing}\nreceived:\n${this.output}`;
  }

  private async run(
    [command = '', ...words]: readonly string[],
    wanted: number,
    input?: string,
  ): Promise<string | undefined> {
    // It gets its own process group, so that its leftovers do not keep its pipes open.
    const child = spawn(command, words, { cwd: this.around.folder, env: this.env, detached: true });
    this.output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString('utf8');
      });
    }
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
    const timer = setTimeout(() => killGroup(child), COMMAND_PATIENCE);
    const [status] = (await once(child, 'exit')) as [number | null];
    clearTimeout(timer);
    killGroup(child);
    const end = status === null ? `no end within ${COMMAND_PATIENCE / 1000} s` : status;
    return status === wanted
      ? undefined
      : `expected exit ${wanted}, received ${end}\n${this.output.slice(-4000)}`;
  }

  /** Replaces the placeholders of a text. */
  private said(text: string): string {
    let said = text;
    for (const [placeholder, meaning] of this.meanings) said = said.replaceAll(placeholder, meaning);
    return said;
  }

  private async start(placeholder: string, command: string): Promise<void> {
    const child = spawn('bash', ['-euc', this.exports + this.said(command)], {
      cwd: this.around.folder,
      env: this.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.services.push(child);
    const address = await new Promise<string>((resolve, reject) => {
      let printed = '';
      const fail = (why: string): void => reject(new PageError(`${command.trim()}: ${why}\n${printed}`));
      const timer = setTimeout(() => fail('prints no address'), SERVICE_PATIENCE);
      const hear = (chunk: Buffer): void => {
        printed += chunk;
        const found = ADDRESS.exec(printed)?.[0];
        if (found === undefined || !printed.includes('\n')) return;
        clearTimeout(timer);
        resolve(found.replace(/\/$/, ''));
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', (chunk: Buffer) => {
        printed += chunk;
      });
      child.once('exit', (status) => fail(`ends with ${status}`));
    });
    this.meanings.set(placeholder, address);
  }

  private close(): void {
    for (const child of this.services) killGroup(child);
  }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // The process has ended.
  }
}
