import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inert, shownDiagnostic } from './inert.js';

it('leaves plain text as it is', () => {
  expect(inert('upstream-unreachable: é 漢字 😀 <b>')).toBe('upstream-unreachable: é 漢字 😀 <b>');
});

it.each([
  ['an escape sequence', '\u001b[31mred', '\ufffd[31mred'],
  ['a line break', 'a\r\nb', 'a\ufffd\ufffdb'],
  ['a NUL', 'a\0b', 'a\ufffdb'],
  ['a C1 control character', 'a\u009bb', 'a\ufffdb'],
  ['a character that turns the direction of the text', 'a\u202eb', 'a\ufffdb'],
  ['an invisible character', 'a\u200bb', 'a\ufffdb'],
  ['an invisible character beyond 16 bits', 'a\u{e0041}b', 'a\ufffdb'],
  ['a line separator', 'a\u2028b\u2029c', 'a\ufffdb\ufffdc'],
])('replaces %s', (_what, text, shown) => {
  expect(inert(text)).toBe(shown);
});

it('cuts text after 200 characters', () => {
  expect(inert('x'.repeat(200))).toBe('x'.repeat(200));
  expect(inert('x'.repeat(201))).toBe(`${'x'.repeat(200)}...`);
});

it('cuts no character in half', () => {
  expect(inert(`${'x'.repeat(199)}😀😀`)).toBe(`${'x'.repeat(199)}...`);
});

it('shows any bytes as a short, well-formed line', () => {
  const part = fc.constantFrom('x'.repeat(49), '😀', '\u001b[', '\u202e', '\u{e0041}', 'é', '\n');
  const texts = fc.array(part, { maxLength: 20 }).map((parts) => Buffer.from(parts.join('')));
  fc.assert(
    fc.property(fc.oneof(texts, fc.uint8Array({ maxLength: 30 })), fc.nat(3), (payload, cut) => {
      const shown = shownDiagnostic(payload.subarray(cut));
      expect([shown.isWellFormed(), shown.length <= 203]).toEqual([true, true]);
      expect(/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(shown)).toBe(false);
    }),
  );
});
