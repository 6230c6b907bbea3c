import { afterAll, describe, expect, it } from 'vitest';
import { punchPort } from './port.js';
import { memoryOf, scripted, testedAt } from './testing/scripted.js';

const closers: (() => void)[] = [];
afterAll(() => closers.map((close) => close()));

/** What the engine gives to a case, and what the case left. */
function contextOf(attempt = 1) {
  const teardowns: (() => unknown)[] = [];
  const notes: string[] = [];
  const steps: string[] = [];
  return {
    notes,
    steps,
    signal: new AbortController().signal,
    attempt,
    inQueue: <T>(turn: Promise<T>) => turn,
    defer: (teardown: () => unknown) => void teardowns.push(teardown),
    note: (name: string, text: string | (() => string)) =>
      void notes.push(`${name}: ${typeof text === 'string' ? text : text()}`),
    step: (line: string) => void steps.push(line),
    end: () => teardowns.map((teardown) => teardown()),
  };
}

const at = (url: string) => testedAt(new URL(url), { memory: memoryOf({ sources: ['127.0.0.9'] }) });

describe('the port of a case', () => {
  it('knows the scheme of its target and whether it is on this machine', () => {
    expect(punchPort(at('http://127.0.0.1:1'))).toMatchObject({
      scheme: 'http',
      loopback: true,
      sources: ['127.0.0.9'],
    });
    expect(punchPort(at('https://broker.example'))).toMatchObject({ scheme: 'https', loopback: false });
  });

  it('gives a name only once, however many cases ask', () => {
    const tested = at('http://127.0.0.1:1');
    const ports = [punchPort(tested, contextOf()), punchPort(tested, contextOf()), punchPort(tested)];
    const names = Array.from({ length: 90 }, (_, i) => ports[i % 3]?.freshName());
    expect(new Set(names).size).toBe(90);
    for (const name of names) expect(name).toMatch(/^test-[0-9a-z]+$/);
  });

  it('has a memory of its own when its case is asked once more', () => {
    const tested = { ...at('http://127.0.0.1:1'), anew: () => memoryOf({ sources: ['127.9.9.9'] }) };
    expect(punchPort(tested, contextOf(1)).sources).toEqual(['127.0.0.9']);
    expect(punchPort(tested, contextOf(2)).sources).toEqual(['127.9.9.9']);
  });

  it('notes the transcript of its case at the end, and none if nothing was said', async () => {
    const broker = await scripted(() => ({ status: 200, body: '{}' }));
    closers.push(broker.close);
    const tested = testedAt(broker.url);
    const [quiet, busy, sharing] = [contextOf(), contextOf(), contextOf()];
    punchPort(tested, quiet);
    await punchPort(tested, busy).http({ method: 'GET', path: '/busy' });
    const scenario = () =>
      punchPort(tested, sharing).scenario('a thing', (punch) =>
        punch.http({ method: 'GET', path: '/shared' }),
      );
    await Promise.all([scenario(), scenario()]);
    for (const context of [quiet, busy, sharing]) context.end();
    expect(quiet.notes).toEqual([]);
    expect(busy.notes).toEqual([expect.stringMatching(/^transcript: > #1 GET \/busy[\s\S]*< #1 200/)]);
    expect(sharing.notes[0]).toMatch(/^transcript: shared: a thing\n {2}> #1 GET \/shared/);
    expect(busy.steps.length).toBe(2);
    expect(broker.asked.map(({ path }) => path)).toEqual(['/busy', '/shared']);
  });
});
