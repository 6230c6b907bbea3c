import { describe, expect, it } from 'vitest';
import { apply, type SourceChange } from './change.js';
import { changesOf } from './operators.js';

const spelled = (source: string): readonly string[] =>
  changesOf(source).map(
    (change) => `${change.name}: ${apply(source, change).replaceAll(/\s+/g, ' ').trim()}`,
  );

const find = (source: string, name: string): SourceChange | undefined =>
  changesOf(source).find((change) => change.name === name);

describe('the systematic mistakes', () => {
  it('move a limit by one in both directions, and omit its check', () => {
    const source = "function read(n) { if (n > MAX) throw new DecodeError('toy/long'); }";
    expect(spelled(source)).toEqual([
      'read/check-1: function read(n) { ; }',
      "read/limit-1: function read(n) { if (n >= MAX) throw new DecodeError('toy/long'); }",
      "read/limit-2: function read(n) { if (n > shifted(MAX, 1)) throw new DecodeError('toy/long'); }",
    ]);
  });

  it('name the reject code of the check that they change', () => {
    const source = "const read = (n) => { if (n < 1 || n > 9) return refuse('toy/range'); return n; };";
    const codes = changesOf(source).map(({ name, code }) => [name, code]);
    expect(codes).toContainEqual(['read/condition-1', 'toy/range']);
    expect(codes).toContainEqual(['read/limit-3', 'toy/range']);
  });

  it('omit each condition of a check', () => {
    const source = "function read(a, b) { if (a || b) throw new DecodeError('toy/x'); }";
    expect(apply(source, find(source, 'read/condition-1') as SourceChange)).toContain('if (a) throw');
    expect(apply(source, find(source, 'read/condition-2') as SourceChange)).toContain('if (b) throw');
  });

  it('reverse the byte order of a number', () => {
    const source = "const read = (r) => ({ port: r.u16be('port') });";
    expect(apply(source, find(source, 'read/byte-order-1') as SourceChange)).toContain(
      "port: swapped(r, 'u16be', 'port')",
    );
  });

  it('loosen a pattern at both ends, in its alphabet and in its length', () => {
    const source = 'const isName = (text) => /^[a-z]{1,8}$/.test(text);';
    const patterns = changesOf(source).map((change) => /\/.*\/i?(?=\.test)/.exec(apply(source, change))?.[0]);
    expect(patterns).toEqual([
      '/[a-z]{1,8}$/',
      '/^[a-z]{1,8}/',
      '/^[a-z]{1,8}$/i',
      '/^[^]{1,8}$/',
      '/^[a-z]{1,9}$/',
      '/^[a-z]{1,7}$/',
    ]);
  });

  it('replace strict readers by lenient ones', () => {
    const source = 'const read = (text) => base64url.decode(text);';
    expect(spelled(source)[0]).toBe(
      'read/lenient-1: const read = (text) => paddedBase64url(base64url, text);',
    );
  });

  it('do not change loops', () => {
    expect(spelled('function run(n) { for (let i = 0; i < n; i++) step(); }')).toEqual([]);
  });
});
