import { expect, it } from 'vitest';
import { type Exports, evaluate, rounded } from './linker.js';
import { telling } from './reach.js';

const run = (source: string, around: Exports = {}, imports: Record<string, Exports> = {}): Exports =>
  evaluate({ path: 'toy/one.js', source }, (name) => imports[name] ?? {}, around);

it('runs a module as a function of its imports', () => {
  const source = [
    "import { double as twice } from './two.js';",
    "import * as three from '../three.js';",
    'export const four = twice(2);',
    'export function nine() { return three.value * 3; }',
    'const ten = 10;',
    'export { ten as TEN };',
    "export { value } from '../three.js';",
  ].join('\n');
  const imports = { 'toy/two.js': { double: (n: number) => 2 * n }, 'three.js': { value: 3 } };
  const { four, nine, TEN, value } = run(source, {}, imports);
  expect([four, (nine as () => number)(), TEN, value]).toEqual([4, 9, 10, 3]);
});

it('counts the rounds of every loop, also of nested ones', () => {
  let rounds = 0;
  const source = rounded(
    'export function f() { for (let i = 0; i < 2; i++) for (const x of [1, 2, 3]) g(x); while (h()) {} }',
  );
  let left = 4;
  const { f } = run(source, { round: () => rounds++, g: () => {}, h: () => left-- > 0 });
  (f as () => void)();
  expect(rounds).toBe(2 + 6 + 4);
});

it('reports which functions run', () => {
  const source =
    'export const a = (x) => ({ x });\nexport function b() { return a(1); }\nexport const c = () => 2;';
  const seen: number[] = [];
  const { b } = run(telling(source), { reached: (at: number) => seen.push(at) });
  expect((b as () => unknown)()).toEqual({ x: 1 });
  expect(seen).toEqual([source.indexOf('function b'), source.indexOf('(x) =>')]);
});
