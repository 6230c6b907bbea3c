import { describe, expect, it } from 'vitest';
import type { Answer } from '../../suites/codec.js';
import { beginLife, type Limits, type Loss, NoHello } from './life.js';
import { hello, requestOf } from './testing/asked.js';
import { fakeProgram } from './testing/child.js';

const LIMITS: Limits = { hello: 600_000, answer: 600_000, line: 1_000, stderr: 100 };
const turn = () => new Promise((resolve) => setImmediate(resolve));
const GREETING = `${JSON.stringify({ conform: 1, hello })}\n`;

/** A life that has said this much, and what its listener was told. */
async function begun(first: string | Buffer = GREETING, limits: Partial<Limits> = {}) {
  const { child, program, done } = fakeProgram();
  const answers: [string, Answer][] = [];
  const losses: { loss: Loss; unanswered: readonly string[]; guilty: string | undefined }[] = [];
  const life = beginLife<string>(
    program,
    { ...LIMITS, ...limits },
    {
      answered: (pairs) =>
        void answers.push(...pairs.map(([item, answer]): [string, Answer] => [item, answer])),
      lost: (loss, unanswered, guilty) => void losses.push({ loss, unanswered, guilty }),
    },
  );
  const ready: Promise<unknown> = life.ready.catch((reason: unknown) => reason);
  const say = (bytes: string | Buffer) => {
    child.stdout.write(bytes);
    return turn();
  };
  if (first.length > 0) await say(first);
  return { child, done, life, ready, answers, losses, say };
}

const reasonOf = async (ready: Promise<unknown>): Promise<string> => {
  const reason = await ready;
  expect(reason).toBeInstanceOf(NoHello);
  return reason instanceof NoHello ? reason.detail : '';
};

describe('the hello', () => {
  it('is asked for first, and may come in pieces', async () => {
    const { child, ready, say } = await begun(GREETING.slice(0, 20));
    expect(child.received()).toBe('{"conform":1,"hello":{}}\n');
    await say(GREETING.slice(20));
    expect(await ready).toEqual(hello);
  });

  it.each<[string, string | Buffer, string]>([
    ['text', 'Welcome!\n', 'its hello is a line that is not an answer'],
    ['bytes that are not UTF-8', Buffer.of(0xff, 0x0a), 'its hello is not UTF-8'],
    ['a hello with another line', `${GREETING}{}\n`, 'more than a hello: "{}"'],
    ['a hello with an empty line', `${GREETING}\n`, 'more than a hello: ""'],
    ['a line without an end', 'x'.repeat(1_001), 'more than 1000 bytes without a newline'],
    [
      'a hello without structures',
      '{"conform":1,"hello":{"name":"a","version":"1"}}\n',
      "must have required property 'structures'",
    ],
    ['a hello of another version', GREETING.replace('1', '2'), '/conform must be equal to constant'],
  ])('is missing if %s comes instead, and the program is killed', async (_what, bytes, reason) => {
    const { ready, done, losses } = await begun(bytes);
    expect(await reasonOf(ready)).toContain(reason);
    expect(done).toEqual(['kill']);
    expect(losses).toEqual([]);
  });

  it('is missing if the program exits, and the last of its standard error tells why', async () => {
    const { child, ready } = await begun('');
    child.stderr.write(`${'noise '.repeat(100)}no config found`);
    child.exit(7);
    const reason = await ready;
    expect(reason).toMatchObject({
      detail: 'exited with code 7',
      stderr: expect.stringMatching(/config found$/),
    });
    expect(String(reason)).toMatch(/its stderr: \.\.\. /);
  });

  it('is missing if the program cannot be started', async () => {
    const { child, ready } = await begun('');
    child.emit('error', Object.assign(new Error('spawn adapter ENOENT'), { code: 'ENOENT' }));
    expect(await reasonOf(ready)).toBe(
      'cannot be started: adapter: no such program: check its path, or install it',
    );
  });

  it('is missing if none comes in time', async () => {
    const { ready, done } = await begun('', { hello: 5 });
    expect(await reasonOf(ready)).toBe('no hello for 5 ms');
    expect(done).toEqual(['kill']);
  });

  it('is missing if the life is closed before', async () => {
    const { life, ready, done } = await begun('');
    await life.close();
    expect(await reasonOf(ready)).toBe('closed before its hello');
    expect(done).toEqual(['close']);
  });
});

describe('a life that has begun', () => {
  it('sends each request as a line with its id, and tells the answers of a chunk together', async () => {
    const { child, life, answers, say } = await begun();
    child.received();
    expect(life.fresh).toBe(true);
    life.ask('a', requestOf('do'));
    life.ask('b', requestOf('undo'));
    await turn();
    const sent = child.received().trimEnd().split('\n');
    expect(sent.map((line) => JSON.parse(line))).toEqual([
      { id: 1, ...requestOf('do') },
      { id: 2, ...requestOf('undo') },
    ]);
    await say('{"id":2,"reject":"no"}\n{"id":1,"acc');
    expect(answers).toEqual([['b', { reject: 'no' }]]);
    expect([life.waiting, life.fresh]).toEqual([1, false]);
    await say('ept":[]}\n');
    expect(answers.slice(1)).toEqual([['a', { accept: [] }]]);
    expect(life.waiting).toBe(0);
  });

  it('is lost with the request that a wrong answer names, after the answers before it', async () => {
    const { life, answers, losses, done, say } = await begun();
    for (const item of ['a', 'b', 'c']) life.ask(item, requestOf('do'));
    await say('{"id":1,"accept":1}\n{"id":2,"accept":1,"reject":"no"}\n{"id":3,"accept":1}\n');
    expect(answers).toEqual([['a', { accept: 1 }]]);
    expect(losses).toEqual([
      { loss: expect.objectContaining({ lost: 'garbage' }), unanswered: ['b', 'c'], guilty: 'b' },
    ]);
    expect(done).toEqual(['kill']);
  });

  it('is lost once, and hears nothing that comes afterwards', async () => {
    const { child, life, answers, losses, say } = await begun();
    life.ask('a', requestOf('do'));
    await say('x'.repeat(1_001));
    for (const line of ['', GREETING.trim(), '{"id":1,"accept":1}']) await say(`${line}\n`);
    child.exit(1);
    await turn();
    expect(losses.map(({ loss }) => loss.detail)).toEqual(['more than 1000 bytes without a newline']);
    expect(answers).toEqual([]);
  });

  it.each([
    ['', 'was ended by SIGSEGV'],
    ['{"id":1,"acc', 'was ended by SIGSEGV in the middle of a line'],
  ])('is lost when the program ends after %j', async (rest, detail) => {
    const { child, life, losses } = await begun();
    life.ask('a', requestOf('do'));
    child.stdout.write(rest);
    child.exit(null, 'SIGSEGV');
    await expect.poll(() => losses).toHaveLength(1);
    expect(losses[0]).toMatchObject({
      loss: { lost: 'crash', detail },
      unanswered: ['a'],
      guilty: undefined,
    });
  });

  it('is lost when the oldest request is not answered in time', async () => {
    const { life, losses } = await begun(GREETING, { answer: 5 });
    life.ask('a', requestOf('do'));
    await expect.poll(() => losses).toHaveLength(1);
    expect(losses[0]?.loss).toMatchObject({ lost: 'hang', detail: 'no answer for 5 ms' });
  });

  it('tells no loss after a close, and sends nothing more', async () => {
    const { child, life, losses, done } = await begun();
    child.received();
    await life.close();
    life.ask('a', requestOf('do'));
    child.exit(0);
    await turn();
    expect(losses).toEqual([]);
    expect(done).toEqual(['close']);
    expect(child.received()).toBe('');
  });
});
