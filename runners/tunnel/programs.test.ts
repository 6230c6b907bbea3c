import { expect, it } from 'vitest';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { Lost } from '../../suites/case.js';
import type { Context } from '../../suites/model.js';
import type { Home } from '../../suites/tunnel/port.js';
import type { ProgramStart } from './agent/programs.js';
import { type LabCommands, programsOf } from './programs.js';
import { playedLab } from './testing/played_lab.js';

const KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const homeAt = (path: string): Home => ({ path, file: async () => 'absent', names: async () => [] });

interface Playing {
  /** What each program prints to stderr. */
  readonly prints?: string;
  /** Each program exits with this code. */
  readonly exits?: number;
  /** Milliseconds until it does. */
  readonly after?: number;
  /** How many looks find no socket for peers, or no listener. */
  readonly blind?: number;
  readonly commands?: Partial<LabCommands>;
  readonly patience?: number;
}

/** The programs of a case in a lab that starts nothing. */
function played({ prints = '', exits, after = 0, blind = 0, commands, patience = 10_000 }: Playing = {}) {
  const started: ProgramStart[] = [];
  const called: unknown[][] = [];
  const notes: unknown[][] = [];
  const deferred: (() => unknown)[] = [];
  let looks = 0;
  const { lab, tell } = playedLab((name, ...given) => {
    const [mark, program] = given as [string, ProgramStart];
    if (name !== 'start') called.push([name, ...given]);
    if (name === 'listensForPeers') return ++looks > blind;
    if (name === 'listening') return ++looks > blind ? ['127.0.0.1'] : [];
    if (name !== 'start') return undefined;
    started.push(program);
    tell(mark, { stream: 'stderr', bytes: new TextEncoder().encode(prints) });
    const end = () => {
      tell(mark, { ended: { code: exits ?? null, signal: null } });
      tell(mark, { closed: true });
    };
    if (after > 0) setTimeout(end, after);
    else if (exits !== undefined) end();
    return undefined;
  });
  const shared = {
    lab,
    commands: { target: ['target', 'first'], reference: ['reference'], ...commands } as LabCommands,
    patience,
  };
  const context = {
    signal: new AbortController().signal,
    defer: (last: () => unknown) => void deferred.push(last),
    note: (...note: unknown[]) => void notes.push(note),
  } as unknown as Context;
  const programs = programsOf(shared, context, async () => homeAt('/new'));
  const named = (name: string) => called.filter(([one]) => one === name);
  return { programs, started, named, notes, end: () => Promise.all(deferred.map((last) => last())) };
}

it('starts the target unless the reference is asked for, and another target as `in`', async () => {
  const { programs, started } = played({ commands: { into: ['other'] } });
  await programs.start(['out', '80']);
  await programs.start(['in', 'key']);
  await programs.start(['in', 'key'], { program: 'reference' });
  await programs.start(['out', 'in']);
  expect(started.map(({ command }) => command.join(' '))).toEqual([
    'target first out 80',
    'other in key',
    'reference in key',
    'target first out in',
  ]);
});

it('gives the variables of the operator to the target only, and those of the case win', async () => {
  const { programs, started } = played({ commands: { env: { TOKEN: 'secret', MODE: 'a' } } });
  await programs.start(['out'], { env: { MODE: 'b' } });
  await programs.start(['out'], { env: { MODE: 'b' }, program: 'reference' });
  expect(started.map(({ env }) => env)).toEqual([{ TOKEN: 'secret', MODE: 'b' }, { MODE: 'b' }]);
});

it('starts each program in the given home folder, or in a new one', async () => {
  const { programs, started } = played();
  await programs.start(['out']);
  await programs.start(['out'], { home: homeAt('/given') });
  expect(started.map(({ home }) => home)).toEqual(['/new', '/given']);
});

it('stops each program at the end of its case, and notes the end of its stderr', async () => {
  const { programs, named, notes, end } = played({ prints: `lost${'x'.repeat(1500)}` });
  await programs.start(['out']);
  await programs.start([], { program: 'reference' });
  expect([named('stop'), notes]).toEqual([[], []]);
  await end();
  expect(named('stop')).toHaveLength(2);
  expect(notes).toEqual([
    ['target out', 'x'.repeat(1500)],
    ['reference ', 'x'.repeat(1500)],
  ]);
});

it('announces the key of `out` in z-base-32 once it has a socket for peers', async () => {
  const { programs, named } = played({ prints: `public key: ${KEY}\n`, blind: 1 });
  const { key } = await programs.out(['80']);
  expect(key).toBe(KEY);
  const looks = named('listensForPeers');
  expect(looks).toHaveLength(2);
  const [, mark] = looks[0] ?? [];
  expect(named('announce')).toEqual([['announce', zbase32.encode(Buffer.from(KEY, 'hex')), mark]]);
});

it.each([
  ['exits without a key', { exits: 3 }, 'expected a public key on stderr, received exit 3 (stderr is empty)'],
  [
    'prints a key that is not a point of the curve',
    { prints: `public key: 02${'0'.repeat(62)}\n` },
    `expected a public key on stderr, received 02${'0'.repeat(62)}: `,
  ],
  ['is silent', { patience: 1 }, 'expected a public key on stderr, received silence for 0.002 s'],
  [
    'has no socket for peers',
    { prints: `public key: ${KEY}\n`, blind: 1e9, patience: 1 },
    'expected a socket for peers',
  ],
])('loses a target that %s', async (_what, playing: Playing, why) => {
  const { programs, named } = played(playing);
  await expect(programs.out(['80'])).rejects.toThrow(Lost);
  await expect(programs.out(['80'])).rejects.toThrow(why);
  expect(named('announce')).toEqual([]);
});

it('blames us, not the target, for a reference that does not start', async () => {
  const starting = played({ exits: 1 }).programs.out(['80'], { program: 'reference' });
  await expect(starting).rejects.toThrow('out of the reference does not start: expected a public key');
  await expect(starting).rejects.not.toBeInstanceOf(Lost);
});

it('waits until `in` listens at each of its ports, and not for stdio', async () => {
  const { programs, named, started } = played({ blind: 3 });
  await programs.into(KEY, ['8080:80', '5353:53/udp']);
  expect(named('listening')).toEqual([
    ['listening', 8080, 'tcp'],
    ['listening', 5353, 'udp'],
    ['listening', 8080, 'tcp'],
    ['listening', 5353, 'udp'],
    ['listening', 8080, 'tcp'],
    ['listening', 5353, 'udp'],
  ]);
  await programs.into(KEY, ['-:80']);
  expect(named('listening')).toHaveLength(6);
  expect(started.at(-1)?.command.slice(-3)).toEqual(['in', KEY, '-:80']);
});

it('loses an `in` that does not listen, and names its mappings', async () => {
  const joining = played({ blind: 1e9, patience: 1 }).programs.into(KEY, ['8080:80', '9090:90']);
  await expect(joining).rejects.toThrow('expected listeners for 8080:80 9090:90');
});

it('tells how a program exits, or that it still runs after the patience or the given time', async () => {
  const exited = await played({ exits: 2, prints: 'usage' }).programs.exits(['--help']);
  expect(exited).toEqual({ code: 2, stdout: new Uint8Array(), stderr: 'usage' });
  const slow = { exits: 0, after: 30, patience: 1 };
  expect(await played(slow).programs.exits(['out'])).toBe('running');
  expect(await played(slow).programs.exits(['out'], { within: 10_000 })).toMatchObject({ code: 0 });
});
