/** `conform vectors generate --watch`: from the sources as they are, without a build. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { inPackage } from '../../package.js';
import { UsageError } from '../command.js';
import { print, tell } from '../output.js';
import { watched } from '../watched.js';

const ROOMS = ['vectors', 'reference', 'suites'];
const ENTRY = ['bin', 'vectors', 'once.ts'];
/** Below the package, so that the bundle finds its data files. */
const BUNDLE = ['dist', 'watch', 'once.js'];

export async function watchRecipes(): Promise<number> {
  if (!existsSync(inPackage(...ENTRY)))
    throw new UsageError('--watch needs the sources of the recipes: run it in a clone of the repository');
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const folders = ROOMS.map((room) => inPackage(room));
  const wants = (path: string): boolean => path.endsWith('.ts') || path.endsWith('.schema.json');
  await print(`watching ${ROOMS.map((room) => `${room}/`).join(', ')} until interrupted\n`);
  for await (const _ of watched({ folders, wants, signal: stop.signal })) {
    const started = performance.now();
    const fault = await bundled();
    const told = fault === undefined ? await generated(stop.signal) : fault;
    if (stop.signal.aborted) break;
    const took = `(${Math.round(performance.now() - started)} ms)`;
    if (told.wrong) tell(told.text);
    else await print(`${told.text === '' ? 'every vector file matches its recipe\n' : told.text}${took}\n`);
  }
  return 0;
}

interface Told {
  readonly wrong: boolean;
  readonly text: string;
}

async function bundled(): Promise<Told | undefined> {
  const { build } = await import('esbuild');
  try {
    await build({
      entryPoints: [inPackage(...ENTRY)],
      outfile: inPackage(...BUNDLE),
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'silent',
    });
    return undefined;
  } catch (error) {
    // A half-written source has errors. esbuild reports file, line and error.
    return { wrong: true, text: error instanceof Error ? error.message : String(error) };
  }
}

/** Longer than any recipe needs. A recipe that hangs is reported, and the next change starts it again. */
const DEADLINE_MS = 60_000;

async function generated(signal: AbortSignal): Promise<Told> {
  const child: ChildProcess = spawn(process.execPath, [inPackage(...BUNDLE)], {
    cwd: dirname(inPackage('package.json')),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEADLINE_MS,
    signal,
  });
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  // After an abort, the error event comes before the close event.
  child.on('error', () => {});
  const [code, killed] = (await once(child, 'close')) as [number | null, string | null];
  if (code === 0) return { wrong: false, text: out };
  return {
    wrong: true,
    text: killed === null ? err : `the recipes did not end within ${DEADLINE_MS / 1000} s`,
  };
}
