/** The lab as a case sees it: programs under test and their local ends, torn down with the case. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { base32 } from '../../reference/bytes/base32.js';
import { hex } from '../../reference/bytes/hex.js';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { publicKeyOf } from '../../reference/tunnel/key_file.js';
import { mapping } from '../../reference/tunnel/mapping.js';
import { publicKey } from '../../reference/tunnel/public_key.js';
import type { Context } from '../../suites/model.js';
import type { Running, StartOptions, TunnelLab } from '../../suites/tunnel/port.js';
import type { Directory } from './directory.js';
import { dial, openService, openUdp } from './ends.js';
import { homeAt } from './home.js';
import { askHttp, openHttp } from './http_ends.js';
import { peerAddresses, sockets, TCP_LISTEN } from './proc.js';
import { KEY, type Program, startProgram } from './program.js';

export interface LabCommands {
  readonly target: readonly [string, ...string[]];
  readonly reference: readonly [string, ...string[]];
}

const PATIENCE = 10_000;
const READY = 20_000;

export function labPort(commands: LabCommands, directory: Directory, context: Context): TunnelLab {
  const { defer } = context;

  const home: TunnelLab['home'] = async (files = []) => {
    const path = await mkdtemp(join(tmpdir(), 'conform-home-'));
    defer(() => rm(path, { recursive: true, force: true }));
    for (const file of files) {
      await mkdir(dirname(join(path, file.path)), { recursive: true });
      await writeFile(join(path, file.path), file.bytes);
      if (file.mode !== undefined) await chmod(join(path, file.path), file.mode);
    }
    return homeAt(path);
  };

  const readOnlyHome: TunnelLab['readOnlyHome'] = async () => {
    const { path } = await home();
    // Rights do not stop a superuser; a file system that is read-only does.
    await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', 'ro,size=4k', 'conform', path]);
    defer(() => promisify(execFile)('umount', ['-l', path]));
    return homeAt(path);
  };

  const start = async (words: readonly string[], options: StartOptions = {}): Promise<Program> => {
    const [file, ...args] = commands[options.program ?? 'target'];
    const program = startProgram(
      [file, ...args, ...words],
      options.home ?? (await home()),
      options.env ?? {},
    );
    defer(async () => {
      const { stderr } = program;
      context.note(`${options.program ?? 'target'} ${words[0] ?? ''}`, stderr().slice(-1500));
      await program.close();
    });
    return program;
  };

  return {
    patience: PATIENCE,
    home,
    readOnlyHome,
    start,
    questions: (of) =>
      directory.asked.filter(({ mark }) => mark === (of as Program).mark).map(({ name }) => name),
    async out(args, options) {
      const program = await start(['out', ...args], options);
      await program.until('a public key on stderr', () => KEY.test(program.stderr()), READY);
      const key = KEY.exec(program.stderr())?.[0] ?? '';
      await program.until('a socket for peers', () => peerAddresses(program.pids()).length > 0, READY);
      await directory.announce(zbase32.encode(publicKey.decode(key)), program.mark);
      return Object.assign(program, { key });
    },
    async into(key, mappings, options) {
      const program = await start(['in', key, ...mappings], options);
      const wanted = mappings.map(mapping.decode).filter(({ local }) => local !== 'stdio');
      const open = (): boolean =>
        wanted.every(({ local, proto }) => listening(Number(local), proto).length > 0);
      if (wanted.length > 0) await program.until(`listeners for ${mappings.join(' ')}`, open, READY);
      return program;
    },
    async exits(words, options) {
      return (await start(words, options)).exited(options?.within ?? PATIENCE);
    },
    freePort,
    async service(onLink, port = 0) {
      const service = await openService(onLink, port, PATIENCE);
      defer(() => service.close());
      return service;
    },
    async dial(port) {
      const { link, close } = await dial(port, PATIENCE);
      defer(close);
      return link;
    },
    async udp(port = 0) {
      const end = await openUdp(port, PATIENCE);
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
      const { service, close } = await openHttp();
      defer(close);
      return service;
    },
    httpAsk: (port, bodies) => askHttp(port, bodies, PATIENCE),
    identity() {
      const secret = new Uint8Array(randomBytes(32));
      const key = publicKeyOf(secret);
      return { secret, hex: hex.encode(key), base32: base32.encode(key) };
    },
  };
}

const listening = (port: number, proto: 'tcp' | 'udp'): readonly string[] =>
  ([proto, `${proto}6`] as const).flatMap((table) =>
    sockets(table)
      .filter((one) => one.port === port && (proto === 'udp' || one.state === TCP_LISTEN))
      .map(({ address }) => address),
  );

/** The kernel hands out ports from 32768 on; in the network of the lab the ones before are ours, each given once in a round. */
const [FIRST_PORT, LAST_PORT] = [10_000, 32_767];
let lastPort = LAST_PORT;

/** A port that nobody listens on, and that no other case is given. */
async function freePort(): Promise<number> {
  for (let tries = FIRST_PORT; tries <= LAST_PORT; tries++) {
    lastPort = lastPort === LAST_PORT ? FIRST_PORT : lastPort + 1;
    const port = lastPort;
    if (listening(port, 'tcp').length + listening(port, 'udp').length === 0) return port;
  }
  throw new Error('no port is free');
}

export type { Running };
