/** A fourth protocol, added to a copy of this program: folders of its own, and one line in each registry. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';

/** Where a protocol is entered: the file, what it imports from where, and the list that it joins. */
const REGISTRIES: readonly (readonly [file: string, name: string, from: string, list: string])[] = [
  ['reference/structures.ts', 'echoStructures', './echo/index.js', '...echoStructures'],
  ['reference/mutants/registry.ts', 'echoPeers', './echo/index.js', 'echoPeers'],
  ['vectors/generate/recipes.ts', 'echoRecipes', './echo/index.js', '...echoRecipes'],
  ['suites/protocols.ts', 'echo', './echo/index.js', 'echo'],
  ['runners/registry/plugins.ts', 'echo', '../echo/index.js', 'echo'],
];

const copy = mkdtempSync(join(tmpdir(), 'conform-fourth-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function run(command: string, ...words: string[]) {
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd: copy,
    encoding: 'utf8',
    timeout: 240_000,
  });
  return { status, text: `${stdout}${stderr}` };
}
const conform = (...words: string[]) => run(process.execPath, '.', ...words);

/** An import, and a member behind the bracket that opens the list. */
function enter([file, name, from, member]: (typeof REGISTRIES)[number]): void {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  const entered = text
    .replace(/^import /m, `import { ${name} } from '${from}';\nimport `)
    .replace(/= \[|\(\s*\[/, (bracket) => `${bracket}${member}, `);
  expect(entered, file).toContain(`${member}, `);
  writeFileSync(path, entered);
}

beforeAll(() => {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: inPackage(),
    encoding: 'utf8',
  });
  for (const file of stdout.split('\0').filter((one) => one !== '' && !one.startsWith('docs/'))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(inPackage(file), join(copy, file));
  }
  symlinkSync(inPackage('node_modules'), join(copy, 'node_modules'));
  for (const room of ['reference', 'vectors', 'suites', 'runners'])
    cpSync(inPackage('checks', 'fourth_protocol', 'echo', room), join(copy, room), {
      recursive: true,
      errorOnExist: true,
      force: false,
    });
  for (const registry of REGISTRIES) enter(registry);
  const print = (...words: string[]) =>
    run(
      process.execPath,
      'scripts/spec-sentences.mjs',
      'echo',
      'checks/fourth_protocol/echo/echo.md',
      ...words,
    );
  const steps = [
    () => run('npm', 'run', '-s', 'build'),
    () => print('--clause', 'ECHO-LINE-1', '--sentence', 'A line is'),
    () => print('--clause', 'ECHO-LINE-2', '--sentence', 'without a line feed'),
    () => print('--clause', 'ECHO-ANSWER-1', '--sentence', 'as it came'),
    () => conform('vectors', 'generate'),
    () => run(process.execPath, 'scripts/record-ids.mjs'),
    () => run('npm', 'run', '-s', 'build'),
  ];
  for (const step of steps) {
    const { status, text } = step();
    expect(status, text).toBe(0);
  }
}, 300_000);

describe('a fourth protocol, of folders and five lines,', () => {
  it('compiles by the types of the house', () => {
    expect(run('npx', '--no-install', 'tsc', '-p', 'tsconfig.json', '--noEmit')).toEqual({
      status: 0,
      text: '',
    });
  });

  it('is held by vectors', () => {
    const { status, text } = conform('run', '--quiet', '--only', 'echo/line/*');
    expect(text).toMatch(/^GREEN {2}2 cases/m);
    expect(status).toBe(0);
  });

  it('is put to its reference, and to a peer that conform serves', async () => {
    expect(conform('run', '--quiet', '--target', 'reference:echo').text).toMatch(/^GREEN {2}3 cases/m);
    const peer = spawn(process.execPath, ['.', 'serve', 'echo', '--port', '0'], {
      cwd: copy,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [target] = (await once(createInterface({ input: peer.stdout }), 'line')) as [string];
      const { status, text } = conform('run', '--quiet', '--target', target);
      expect(text).toMatch(/^GREEN {2}1 case/m);
      expect(status).toBe(0);
    } finally {
      peer.kill('SIGTERM');
      await once(peer, 'close');
    }
  });

  it('has its mutant killed', () => {
    const { status, text } = conform('mutants', '--protocol', 'echo', '--only', 'echo/server/*');
    expect(text).toMatch(/1 of 1|1 killed/);
    expect(status).toBe(0);
  });

  it.each([
    ['list', 'requirements', '--protocol', 'echo'],
    ['explain', 'echo/answer/echoes'],
    ['explain', 'ECHO-LINE-2'],
    ['coverage', '--protocol', 'echo'],
    ['serve', '--help'],
    ['run', '--help'],
  ])('is shown by conform %s %s', (...words) => {
    const { status, text } = conform(...words);
    expect(text).toMatch(/echo|ECHO/);
    expect(status).toBe(0);
  });
});
