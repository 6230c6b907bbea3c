import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Unreachable } from '../../suites/case.js';
import { inheritedEnvironment } from '../environment.js';
import { leftOf, runs } from '../exec/testing/processes.js';
import { CallFailed, Down, daemonProgram, NotUp, RunOver } from './daemon_program.js';

type Limits = Partial<Parameters<typeof daemonProgram>[1]>;

/** A daemon whose command is this script of a shell. Its words are `--config FILE` and those of the call. */
function scripted(script: string, limits: Limits = {}) {
  const program = daemonProgram(['sh', '-c', script, 'daemon'], {
    env: inheritedEnvironment(),
    signal: undefined,
    ...{ longestCall: 20_000, longestStart: 20_000, longestStop: 5000 },
    ...limits,
  });
  onTestFinished(() => program.close());
  return program;
}
const up = () => true;
const never = () => false;

/** A file that the script can make, and whether it has. */
function signpost() {
  const folder = mkdtempSync(join(tmpdir(), 'conform-daemon-program-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'up');
  return { file, made: () => existsSync(file) };
}

it('calls the command with its configuration before the words, and returns its stdout alone', async () => {
  const program = scripted('echo "$@"; echo warning >&2; cat');
  expect(await program.call('a b.toml', 'pair', 'add', 'KEY')).toBe('--config a b.toml pair add KEY\n');
});

it('says how a call failed, with the last line that the command printed', async () => {
  const program = scripted(
    'case $3 in mute) exit 3;; killed) kill -9 $$;; esac; echo first; echo "no such $3" >&2; exit 1',
  );
  const call = (...words: string[]) => program.call('x.toml', ...words);
  const calls = [call('mute', 'KEY'), call('killed'), call('pair', 'add', 'KEY')];
  expect(await Promise.allSettled(calls)).toEqual(
    [
      '`mute KEY` ended with 3 and printed nothing',
      '`killed` ended with a signal and printed nothing',
      '`pair add` ended with 1: no such pair',
    ].map((message) => ({ status: 'rejected', reason: new Unreachable(message) })),
  );
  const own = (await Promise.allSettled(calls)).map(
    (call) => call.status === 'rejected' && call.reason instanceof CallFailed,
  );
  expect(own).toEqual([true, false, true]);
});

it('shows no more than 300 characters of a line', async () => {
  const program = scripted('printf %0400d 0; exit 1');
  await expect(program.call('x.toml', 'pair')).rejects.toThrow(/ended with 1: 0{300}$/);
});

it('ends a call that takes too long, and names the command that does not exist', async () => {
  const slow = scripted('exec sleep 60', { longestCall: 10 });
  await expect(slow.call('x.toml', 'identity', 'show')).rejects.toThrow(
    '`identity show` did not exit within 0.01 s',
  );
  const absent = daemonProgram(['/no/such/daemon'], {
    env: {},
    signal: undefined,
    ...{ longestCall: 20_000, longestStart: 20_000, longestStop: 0 },
  });
  await expect(absent.call('x.toml', 'pair')).rejects.toThrow(Unreachable);
  await expect(absent.call('x.toml', 'pair')).rejects.toThrow('/no/such/daemon cannot be started');
  await expect(absent.run('x.toml', never)).rejects.toThrow('/no/such/daemon cannot be started');
});

it('starts nothing once the run is over, and ends a call that it interrupts', async () => {
  const over = new AbortController();
  const { file, made } = signpost();
  const program = scripted(`touch ${file}; exec sleep 60`, { signal: over.signal });
  const calling = program.call('x.toml', 'pair');
  await expect.poll(made, { timeout: 20_000 }).toBe(true);
  over.abort();
  await expect(calling).rejects.toThrow(RunOver);
  rmSync(file);
  await expect(program.call('x.toml', 'pair')).rejects.toThrow(RunOver);
  await expect(program.run('x.toml', up)).rejects.toThrow();
  expect(made()).toBe(false);
});

it('waits until a daemon is up, and stops it with its children: that one, or all of them', async () => {
  const [one, other] = [signpost(), signpost()];
  const program = scripted('echo "$@"; sleep 60 & echo $!; touch "$2"; wait');
  const childOf = async ({ file, made }: ReturnType<typeof signpost>) => {
    const daemon = await program.run(file, made);
    expect(await daemon.over()).toBeUndefined();
    await expect.poll(daemon.log, { timeout: 20_000 }).toMatch(/^--config \S+ run\n\d+$/);
    return { daemon, child: Number(daemon.log().split('\n')[1]) };
  };
  const [first, second] = [await childOf(one), await childOf(other)];
  await Promise.all([first.daemon.stop(), first.daemon.stop()]);
  expect(await leftOf([first.child])).toEqual([]);
  expect(runs(second.child)).toBe(true);
  await program.close();
  expect(await leftOf([second.child])).toEqual([]);
});

it('a daemon that exits before it is up has not started, and its last lines tell why', async () => {
  const program = scripted('for i in 1 2 3 4 5 6 7 8 9 10 11; do echo $i; echo e$i >&2; done 2>&1; exit 1');
  const error: unknown = await program.run('x.toml', never).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NotUp);
  expect(error).toMatchObject({ message: '`run` ended: e11', log: expect.stringMatching(/^2\ne2\n.*e11$/s) });
});

it('a daemon that is not up in time is down, and so is one whose run ends', async () => {
  const slow: unknown = await scripted('echo thinking; exec sleep 60', { longestStart: 100 })
    .run('x.toml', never)
    .catch((thrown: unknown) => thrown);
  expect(slow).toBeInstanceOf(Down);
  expect(slow).not.toBeInstanceOf(NotUp);
  expect(slow).toMatchObject({ message: 'it published nothing within 0.1 s' });
  const program = scripted('exec sleep 60');
  const starting = program.run('x.toml', never);
  await Promise.all([expect(starting).rejects.toThrow(RunOver), program.close()]);
});

it('tells why a daemon that was up is gone', async () => {
  const { file, made } = signpost();
  const program = scripted(`touch ${file}; read line; echo "panic at once" >&2`);
  const daemon = await program.run('x.toml', made);
  await expect.poll(daemon.over, { timeout: 20_000 }).toBe('`run` ended: panic at once');
  expect(daemon.log()).toBe('panic at once');
  await daemon.stop();
});
