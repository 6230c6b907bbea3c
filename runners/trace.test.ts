import { describe, expect, it } from 'vitest';
import type { Ports, TracedStep } from '../suites/model.js';
import { question, runWith, target } from './testing/toy.js';
import { shown, tracePort } from './trace.js';

interface Toy {
  greet(name: string): Promise<{ readonly said: string; again(): string }>;
  fail(): Promise<never>;
}

const toy: Toy = {
  greet: async (name) => ({ said: `hello ${name}`, again: () => 'hello again' }),
  fail: () => Promise.reject(new Error('no answer')),
};

describe('a traced port', () => {
  it('reports the begin and end of each call, also of calls on returned objects', async () => {
    const steps: string[] = [];
    const port = tracePort('toy', toy, (text) => steps.push(text.replace(/\d+ ms/, 'N ms')));
    const greeting = port.greet('world');
    expect(steps).toEqual(['toy.greet("world")']);
    expect((await greeting).again()).toBe('hello again');
    await expect(port.fail()).rejects.toThrow('no answer');
    expect(steps).toEqual([
      'toy.greet("world")',
      'toy.greet returns an object after N ms',
      'toy.greet.again()',
      'toy.greet.again returns "hello again" after N ms',
      'toy.fail()',
      'toy.fail fails after N ms: no answer',
    ]);
  });

  it('does not wrap data and frozen members', () => {
    const frozen = Object.freeze({ call: () => 1 });
    const bytes = new Uint8Array([1]);
    expect(tracePort('x', frozen, () => {}).call).toBe(frozen.call);
    expect(tracePort('x', bytes, () => {})).toBe(bytes);
  });
});

it.each([
  ['x'.repeat(1000), /^"x{160}\.\.\. \(1000 characters\)"$/],
  [new Uint8Array(100), /^0{128}\.\.\. \(100 bytes\)$/],
  [Array.from({ length: 1000 }, () => 1), /^\[(?:1, ){8}\.\.\. 992 more\]$/],
  [{ a: { b: { c: { d: 1 } } } }, /^\{a: \{b: \{c: \{\.\.\.\}\}\}\}$/],
  [undefined, /^nothing$/],
  [5n, /^5$/],
])('shows a value on a line of bounded length: %#', (value, text) => {
  expect(shown(value)).toMatch(text);
});

describe('a traced run', () => {
  const ran = async (more: Parameters<typeof target>[0] = {}) => {
    const steps: TracedStep[] = [];
    const asks = question('asks', async (context) => {
      const { codec } = context as unknown as { codec: Toy };
      const { said } = await codec.greet('hunter22');
      context.expect.equal('what it says', said, 'hello nobody');
    });
    const ports = { codec: () => toy as unknown as Ports['codec'] };
    await runWith([asks], { trace: (step) => steps.push(step) }, target({ ports, ...more }));
    return steps;
  };

  it('reports the title, the calls, the checks and the verdict of both attempts', async () => {
    const steps = await ran();
    const texts = steps.filter(({ attempt }) => attempt === 1).map(({ text }) => text);
    expect(texts[0]).toBe('asks');
    expect(texts).toContain('codec.greet("hunter22")');
    expect(texts).toContain('check FAILS: what it says, expected "hello nobody", received "hello hunter22"');
    expect(texts.at(-1)).toMatch(/^fail after \d+ ms: failed: what it says/);
    expect(steps.every(({ id, target: of }) => id === 'alpha/1/asks' && of === 'toy')).toBe(true);
  });

  it('redacts the secrets of the target', async () => {
    const steps = await ran({ redact: (text) => text.replaceAll('hunter22', '<secret>') });
    expect(steps.map(({ text }) => text)).toContain('codec.greet("<secret>")');
    expect(JSON.stringify(steps)).not.toContain('hunter22');
  });
});
