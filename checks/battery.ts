/**
 * Runs every runner against misbehaving programs and servers. Each run must end by its deadline with exit 1 or 3 and a
 * footer, pass no gating case, stay small, leave no process and no file, reveal no secret, and print nothing that a
 * terminal or a CI would act on. `I/N` runs part I of N; `--only TEXT` runs those whose name contains the text.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdentity } from '../reference/openhost/peers/identity.js';
import { faultsOf, startCost, type Trial } from './battery/judge.js';
import { adapters, type Behaviour, behaviours } from './battery/programs.js';
import { type ServerBehaviour, serve, servers } from './battery/servers.js';

interface Runner {
  readonly name: string;
  readonly words: (command: string) => readonly string[];
}

const programRunners: readonly Runner[] = [
  { name: 'exec', words: (command) => ['--target', `exec:${command}`, '--only', 'punch/token/verify-*'] },
  {
    name: 'openhostd',
    words: (command) => ['--target', `openhostd:${command}`, '--only', 'openhost/2/published'],
  },
  {
    name: 'openhost-client',
    words: (command) => [
      '--target',
      `openhost-client:${command} {url} {relay}`,
      '--only',
      'openhost/3.3/client-offer*',
    ],
  },
  { name: 'tunnel', words: (command) => ['--target', `tunnel:${command}`, '--only', 'tunnel/tcp/refused*'] },
];

const { name: KEY } = createIdentity();

const serverRunners: readonly (Runner & { readonly words: (port: string) => readonly string[] })[] = [
  { name: 'broker', words: (port) => ['--target', `http://127.0.0.1:${port}`, '--only', 'punch/5/*'] },
  {
    name: 'relay',
    words: (port) => [
      '--target',
      `oh://${KEY}`,
      '--relay',
      `http://127.0.0.1:${port}`,
      '--secret',
      'x',
      '--only',
      'openhost/2/*',
    ],
  },
];

interface Entry {
  readonly name: string;
  /** Prepares the target in this folder. The returned `close` runs afterwards. */
  prepare(folder: string): Promise<{ readonly words: readonly string[]; close(): void }>;
}

const written = (runner: Runner, { name, body }: Behaviour): Entry => ({
  name: `${runner.name}: a program that ${name}`,
  async prepare(folder) {
    const file = join(folder, 'program.cjs');
    writeFileSync(file, body);
    return { words: runner.words(`${process.execPath} ${file}`), close: () => {} };
  },
});

/** Programs that cannot be started. */
const unstartable: readonly (readonly [name: string, make: (file: string) => void])[] = [
  ['is not there', () => {}],
  ['is a folder', (file) => mkdirSync(file)],
  ['may not be run', (file) => writeFileSync(file, '#!/bin/sh\n')],
  ['is no program', (file) => writeFileSync(file, Buffer.from([0x7f, 0x45, 0, 0]), { mode: 0o755 })],
  [
    'has an interpreter that is not there',
    (file) => writeFileSync(file, '#!/nonexistent\n', { mode: 0o755 }),
  ],
];

const unstarted = (runner: Runner, [name, make]: (typeof unstartable)[number]): Entry => ({
  name: `${runner.name}: a program that ${name}`,
  async prepare(folder) {
    const file = join(folder, 'program');
    make(file);
    return { words: runner.words(file), close: () => {} };
  },
});

const served = (runner: Runner, behaviour: ServerBehaviour): Entry => ({
  name: `${runner.name}: a server that ${behaviour.name}`,
  async prepare() {
    const { port, close } = await serve(behaviour);
    return { words: runner.words(String(port)), close };
  },
});

const entries: readonly Entry[] = [
  ...programRunners.flatMap((runner) => [
    ...behaviours.map((one) => written(runner, one)),
    ...unstartable.map((one) => unstarted(runner, one)),
  ]),
  ...adapters.map((one) => written(programRunners[0] as Runner, one)),
  ...serverRunners.flatMap((runner) => servers.map((one) => served(runner, one))),
];

const [first = '1/1', second = ''] = process.argv.slice(2);
const [part = 1, parts = 1] = first.startsWith('--') ? [] : first.split('/').map(Number);
const chosen = entries.filter(({ name }, i) =>
  first === '--only' ? name.includes(second) : i % parts === part % parts,
);

const root = mkdtempSync(join(tmpdir(), 'conform-battery-'));
chmodSync(root, 0o755);
let start = 0;
let failed = 0;
let next = 0;
/** These run once more, alone, because a busy machine also makes runs late. */
const doubtful: Entry[] = [];

let number = 0;
async function faultsIn(entry: Entry): Promise<readonly string[]> {
  const folder = join(root, String(number++));
  mkdirSync(folder);
  const { words, close } = await entry.prepare(folder);
  const trial: Trial = { name: entry.name, folder, words };
  const since = performance.now();
  try {
    const faults = await faultsOf(trial, () => start);
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    process.stdout.write(`${faults.length === 0 ? 'ok' : 'FAILED'} ${entry.name} (${seconds} s)\n`);
    for (const fault of faults) process.stdout.write(`   ${fault}\n`);
    return faults;
  } finally {
    close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function work(): Promise<void> {
  for (let entry = chosen[next++]; entry !== undefined; entry = chosen[next++]) {
    if ((await faultsIn(entry)).length > 0) doubtful.push(entry);
  }
}

async function measure(): Promise<number> {
  const folder = join(root, `start-${number++}`);
  mkdirSync(folder);
  return startCost(folder);
}

try {
  start = await measure();
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, work));
  for (const entry of doubtful) {
    start = Math.max(start, await measure());
    process.stdout.write('once more: ');
    if ((await faultsIn(entry)).length > 0) failed++;
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
process.stdout.write(`${chosen.length - failed} passed, ${failed} failed of ${entries.length} behaviours\n`);
process.exitCode = failed === 0 && chosen.length > 0 ? 0 : 1;
