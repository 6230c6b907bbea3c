/** The lab as a case sees it: programs under test and their local ends, torn down with the case. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { base32 } from '../../reference/bytes/base32.js';
import { DecodeError } from '../../reference/bytes/error.js';
import { hex } from '../../reference/bytes/hex.js';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { publicKeyOf } from '../../reference/tunnel/key_file.js';
import { mapping } from '../../reference/tunnel/mapping.js';
import { publicKey } from '../../reference/tunnel/public_key.js';
import { Lost } from '../../suites/case.js';
import type { Context } from '../../suites/model.js';
import type { Running, StartOptions, TunnelLab } from '../../suites/tunnel/port.js';
import { removeFolder, temporaryFolder } from '../cleanup/temporary.js';
import type { Variables } from '../environment.js';
import { dial, openService, openUdp } from './ends.js';
import { homeAt } from './home.js';
import { askHttp, openHttp } from './http_ends.js';
import type { Directory } from './lab_names.js';
import { type FreePorts, listening } from './ports.js';
import { peerAddresses } from './proc.js';
import { KEY, type Program, startProgram } from './program.js';

export interface LabCommands {
  readonly target: readonly [string, ...string[]];
  readonly reference: readonly [string, ...string[]];
  /** What stands in for the target where it is started as in. */
  readonly into?: readonly [string, ...string[]];
  /** Environment variables of the program under test, beside those that every program inherits. */
  readonly env?: Variables | undefined;
}

/** What the cases of one lab share. */
export interface LabShared {
  readonly commands: LabCommands;
  readonly directory: Directory;
  readonly ports: FreePorts;
  /** How long the program under test may take to answer, in milliseconds. */
  readonly patience: number;
}

/** Of a program that starts, in multiples of the patience. */
const STARTS = 2;
export const PATIENCE = 10_000;

const keyOf = (program: Running): string | undefined => KEY.exec(program.stderr())?.[0];

/** `broken` is raced by the case; one that has ended no longer waits for it. */
const heardByTheCase = (): void => {};

/** A text that only looks like a key is a fault of the program that printed it. */
function decoded(key: string): Uint8Array {
  try {
    return publicKey.decode(key);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new Lost(`expected a public key on stderr, received ${key}: ${error.message}`);
  }
}

type Homes = Pick<TunnelLab, 'home' | 'readOnlyHome'>;

export function labPort(shared: LabShared, context: Context): TunnelLab {
  const { directory, ports, patience } = shared;
  const { defer, random, progress, signal } = context;
  const waits = { patience, progress };
  const homes = homesOf(context);
  let fail: (error: unknown) => void = () => {};
  const broken = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  broken.catch(heardByTheCase);
  // Before the programs are killed: no check takes our own kill for an exit of theirs.
  signal.addEventListener('abort', () => fail(signal.reason), { once: true });
  const programs = programsOf(shared, context, homes);
  return {
    patience,
    broken,
    ...homes,
    ...programs,
    questions: (of) =>
      directory.asked.filter(({ mark }) => mark === (of as Program).mark).map(({ name }) => name),
    freePort: async () => ports.next(random),
    async service(onLink, port = 0, host = '127.0.0.1') {
      const handled = async (link: Parameters<typeof onLink>[0]) => onLink(link);
      const service = await openService(
        (link) => void handled(link).then(undefined, fail),
        { port, host },
        waits,
      );
      defer(() => service.close());
      return service;
    },
    async dial(port) {
      const { link, close } = await dial(port, waits);
      defer(close);
      return link;
    },
    async udp(port = 0) {
      const end = await openUdp(port, patience);
      defer(() => end.close());
      return end;
    },
    async listeners(port, proto, within = 0) {
      const deadline = performance.now() + within;
      while (listening(port, proto).length === 0 && performance.now() < deadline)
        await context.clock.wait(25);
      return listening(port, proto);
    },
    async httpService() {
      const { service, close } = await openHttp(fail);
      defer(close);
      return service;
    },
    httpAsk: (port, bodies) => askHttp(port, bodies, patience),
    identity() {
      const secret = random.bytes(32);
      const key = publicKeyOf(secret);
      return { secret, hex: hex.encode(key), base32: base32.encode(key) };
    },
  };
}

const HOME_SIZE = 'size=64m,nr_inodes=16k,mode=700';

const mountAt = (path: string, options: string) =>
  promisify(execFile)('mount', ['-t', 'tmpfs', '-o', options, 'conform', path]);
const unmount = (path: string) => promisify(execFile)('umount', ['-l', path]);

function homesOf({ defer }: Context): Homes {
  const home: TunnelLab['home'] = async (files = []) => {
    const path = temporaryFolder('home');
    // A program that writes without end fills this file system, and not the disk of the machine.
    await mountAt(path, HOME_SIZE);
    defer(async () => {
      await unmount(path);
      removeFolder(path);
    });
    for (const file of files) {
      await mkdir(dirname(join(path, file.path)), { recursive: true });
      await writeFile(join(path, file.path), file.bytes);
      if (file.mode !== undefined) await chmod(join(path, file.path), file.mode);
    }
    return homeAt(path);
  };
  return {
    home,
    async readOnlyHome() {
      const { path } = await home();
      // Rights do not stop a superuser; a file system that is read-only does.
      await mountAt(path, 'ro,size=4k');
      defer(() => unmount(path));
      return homeAt(path);
    },
  };
}

function programsOf(
  { commands, directory, patience }: LabShared,
  context: Context,
  { home }: Homes,
): Pick<TunnelLab, 'start' | 'reachable' | 'out' | 'into' | 'exits'> {
  const { defer, signal } = context;

  const start = async (words: readonly string[], options: StartOptions = {}): Promise<Program> => {
    const { program: which = 'target' } = options;
    const env = { ...(which === 'target' ? commands.env : {}), ...options.env };
    const isOther = which === 'target' && words[0] === 'in' && commands.into !== undefined;
    const [file, ...args] = isOther ? commands.into : commands[which];
    const own = options.home ?? (await home());
    const program = startProgram({ command: [file, ...args, ...words], home: own, env, patience, signal });
    defer(async () => {
      context.note(`${which} ${words[0] ?? ''}`, program.stderr().slice(-1500));
      await program.close();
    });
    return program;
  };

  const announce = async (program: Program, within: number): Promise<string> => {
    await program.needs('a public key on stderr', () => keyOf(program) !== undefined, within);
    const key = keyOf(program) ?? '';
    await program.needs('a socket for peers', () => peerAddresses(program.pids()).length > 0, within);
    await directory.announce(zbase32.encode(decoded(key)), program.mark);
    return key;
  };

  return {
    start,
    reachable: (out) => announce(out as Program, STARTS * patience),
    async out(args, options) {
      const program = await start(['out', ...args], options);
      if (options?.program !== 'reference') {
        return Object.assign(program, { key: await announce(program, STARTS * patience) });
      }
      try {
        return Object.assign(program, { key: await announce(program, STARTS * PATIENCE) });
      } catch (error) {
        if (!(error instanceof Lost)) throw error;
        // Nothing that the target does keeps it from starting.
        throw new Error(`out of the reference does not start: ${error.message}`);
      }
    },
    async into(key, mappings, options) {
      const program = await start(['in', key, ...mappings], options);
      const wanted = mappings.map(mapping.decode).filter(({ local }) => local !== 'stdio');
      const open = (): boolean =>
        wanted.every(({ local, proto }) => listening(Number(local), proto).length > 0);
      const within = STARTS * patience;
      if (wanted.length > 0) await program.needs(`listeners for ${mappings.join(' ')}`, open, within);
      return program;
    },
    async exits(words, options) {
      return (await start(words, options)).exited(options?.within ?? patience);
    },
  };
}

export type { Running };
