import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { DecodeError } from '../../bytes/error.js';
import { hex } from '../../bytes/hex.js';
import { publicKeyOf } from '../key_file.js';
import { runTunnel, USAGE } from './command.js';
import { type IrohPeer, type PeerConnection, PeerError } from './iroh.js';
import { RULES } from './reference_rules.js';
import type { Rules } from './rules.js';

const KEY = hex.encode(publicKeyOf(new Uint8Array(32)));
const never = new Promise<never>(() => {});

/** A connection that ends when `lose` is called. */
function connection() {
  let lose: (why: string) => void = () => {};
  const closed = new Promise<string>((resolve) => {
    lose = resolve;
  });
  const open: PeerConnection = {
    remote: KEY,
    accept: () => never,
    open: () => never,
    send: () => {},
    receive: () => never,
    closed,
    close: (reason) => lose(reason),
  };
  return { open, lose };
}

/** A peer that nobody connects to: `accept` waits until it is closed. */
function peer(connect: IrohPeer['connect'] = () => never) {
  let closes = 0;
  let close: () => void = () => {};
  const closed = new Promise<undefined>((resolve) => {
    close = () => resolve(undefined);
  });
  const bound: IrohPeer = {
    publicKey: KEY,
    addresses: [],
    accept: () => closed,
    connect,
    async close() {
      closes++;
      close();
    },
  };
  return { bound, closes: () => closes };
}

interface Called {
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly rules?: Partial<Rules>;
}

/** Runs a command whose key is in memory and whose peer is the given one. */
async function called({ words, env = {}, signal = new AbortController().signal, rules = {} }: Called) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const kept: Partial<Rules> = { readKey: async () => new Uint8Array(32), bind: async () => peer().bound };
  const around = { env, home: '/home', stdin, stdout, stderr, signal };
  const exit = await runTunnel(words, around, { ...RULES, ...kept, ...rules });
  const said = (stream: PassThrough) => String(stream.read() ?? '');
  return { exit, stdout: said(stdout), stderr: said(stderr) };
}

it.each([
  ['without a command', [], 2],
  ['with an unknown command', ['sideways'], 2],
  ['for help', ['--help'], 0],
])('prints the usage %s', async (_when, words, exit) => {
  expect(await called({ words })).toEqual({ exit, stdout: '', stderr: USAGE });
});

it.each([
  ['a port spec', { words: ['out', '0'] }],
  ['no port spec', { words: ['out'] }],
  ['a key', { words: ['in', 'nobody', '9000:80'] }],
  ['a mapping', { words: ['in', KEY, '9000'] }],
  ['an allow list', { words: ['out', '80'], env: { PUNCH_ALLOW: '' } }],
  ['a relay mode', { words: ['out', '80'], env: { PUNCH_RELAY_MODE: 'sometimes' } }],
])('exits with 2 for %s that is wrong, before it binds', async (_what, call) => {
  let bound = 0;
  const bind = async () => {
    bound++;
    return peer().bound;
  };
  const { exit, stderr, stdout } = await called({ ...call, rules: { bind } });
  expect({ exit, stdout, bound }).toEqual({ exit: 2, stdout: '', bound: 0 });
  expect(stderr).toMatch(/^Error: .+\n$/);
});

it.each([
  ['a key file of another length', new DecodeError('key-file/length')],
  ['a key file that cannot be read', new Error('EACCES')],
])('exits with 1 for %s', async (_what, error) => {
  const { exit, stderr } = await called({
    words: ['out', '80'],
    rules: { readKey: () => Promise.reject(error) },
  });
  expect(exit).toBe(1);
  expect(stderr).toContain(error.message);
});

it('out prints its key, and exits with 0 when it is told to stop', async () => {
  const stop = new AbortController();
  const { bound, closes } = peer();
  const accept: IrohPeer['accept'] = () => {
    // It serves: the key was printed before.
    stop.abort();
    return bound.accept();
  };
  const bind = async () => ({ ...bound, accept });
  const ended = await called({ words: ['out', '80'], signal: stop.signal, rules: { bind } });
  expect(ended).toEqual({ exit: 0, stdout: '', stderr: `public key: ${KEY}\n` });
  expect(closes()).toBeGreaterThan(0);
});

it('out that was told to stop before it was bound does not serve', async () => {
  const { exit } = await called({ words: ['out', '80'], signal: AbortSignal.abort() });
  expect(exit).toBe(0);
});

it('prints the path of a created key, and reads the path from the environment', async () => {
  const { stderr } = await called({
    words: ['out', '80'],
    env: { PUNCH_SECRET_KEY: '/own.key' },
    signal: AbortSignal.abort(),
    rules: { readKey: async () => undefined, keepKey: async (_path, fresh) => fresh },
  });
  expect(stderr).toContain('secret key created at /own.key\n');
});

/** `in` with a connection of its own, served by these rules. */
function into(mappings: readonly string[], rules: Partial<Rules> = {}, signal?: AbortSignal) {
  const { open, lose } = connection();
  const { bound, closes } = peer(async () => open);
  const done = called({
    words: ['in', KEY, ...mappings],
    rules: { bind: async () => bound, serveIn: async () => ({ stdio: never, close: () => {} }), ...rules },
    ...(signal && { signal }),
  });
  return { done, lose, closes };
}

it('in exits with 1 and a message when its peer is lost, and closes its own peer', async () => {
  const { done, lose, closes } = into(['9000:80']);
  lose('timed out');
  expect(await done).toMatchObject({ exit: 1, stderr: 'Error: connection lost: timed out\n' });
  expect(closes()).toBe(1);
});

it('in exits with 1 and a message when its peer cannot be reached', async () => {
  const { bound } = peer(() => Promise.reject(new PeerError('gone', 'nobody answers')));
  const { exit, stderr } = await called({
    words: ['in', KEY, '9000:80'],
    rules: { bind: async () => bound },
  });
  expect({ exit, stderr }).toEqual({ exit: 1, stderr: 'Error: nobody answers\n' });
});

it('in exits with 0 when it is told to stop, connected or not', async () => {
  const stop = new AbortController();
  const connected = into(['9000:80'], {}, stop.signal);
  const waiting = called({ words: ['in', KEY, '9000:80'], signal: stop.signal });
  stop.abort();
  expect([(await connected.done).exit, (await waiting).exit]).toEqual([0, 0]);
});

it.each([
  ['0 when its only mapping has ended well', ['-:80'], true, 0],
  ['1 when its only mapping was broken off', ['-:80'], false, 1],
  ['1 when stdio was broken off beside a port', ['-:80', '9000:80'], false, 1],
])('in exits with %s', async (_what, mappings, well, exit) => {
  const serveIn: Rules['serveIn'] = async () => ({ stdio: Promise.resolve(well), close: () => {} });
  expect((await into(mappings, { serveIn }).done).exit).toBe(exit);
});

it('in serves its ports on after stdio has ended well', async () => {
  const serveIn: Rules['serveIn'] = async () => ({ stdio: Promise.resolve(true), close: () => {} });
  const { done, lose } = into(['-:80', '9000:80'], { serveIn });
  const first = await Promise.race([done, new Promise((later) => setImmediate(() => later('serves on')))]);
  lose('gone');
  expect(first).toBe('serves on');
  expect((await done).exit).toBe(1);
});
