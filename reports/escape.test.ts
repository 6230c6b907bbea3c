import { array, assert, constantFrom, oneof, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdown, markup, plain, plainLines } from './escape.js';
import { anyText } from './testing/any_text.js';

const nasty = constantFrom(
  ...['::error::x', '##[group]', '##vso[task]', '\x1b[2J', '\x9b31m', '\u202e', '\u200b', '\u2028', '\ufeff'],
  ...[
    '\ud800',
    '\u{e0041}',
    '\u3164',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '#',
    ':',
    '<b>',
    '&',
    '"',
    "'",
    '`',
    '[a](b)',
  ],
);
const hostile = array(oneof(nasty, anyText(5)), { maxLength: 60 }).map((parts) => parts.join(''));
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

describe('whatever a target sent', () => {
  test('contains no invisible character and no command of a CI system', () => {
    assert(
      property(hostile, (text) => {
        const safe = plain(text);
        expect(safe).not.toMatch(unseen);
        expect(safe).not.toMatch(/^\s*::/);
        expect(safe).not.toMatch(/##\w*\[/);
        expect(safe.isWellFormed()).toBe(true);
      }),
    );
  });

  test('contains none of these on any line', () => {
    assert(
      property(hostile, (text) => {
        for (const line of plainLines(text)) {
          expect(line).not.toMatch(unseen);
          expect(line).not.toMatch(/^\s*::/);
        }
      }),
    );
  });

  test('opens no tag, entity or attribute', () => {
    assert(
      property(hostile, (text) => {
        expect(markup(text).replace(/&#\d+;/g, '')).not.toMatch(/[<>"'&`]/);
      }),
    );
  });

  test('is no Markdown', () => {
    assert(
      property(hostile, (text) => {
        expect(markdown(text).replace(/&#\d+;/g, '')).not.toMatch(
          /[<>&`*_[\]()!#|\\@$]|:(?! |$)|^\d*[-+.]|www\./i,
        );
      }),
    );
  });
});

test('ordinary text is left as it is', () => {
  expect(plain('HTTP/1.1 409: a "name", größer 漢字 😀')).toBe('HTTP/1.1 409: a "name", größer 漢字 😀');
});

test('spells invisible characters', () => {
  expect(plain('\x1b[31m\n\u202e\u{e0041}\ud800')).toBe('\\x1b[31m\\n\\u202e\\u{e0041}\\ud800');
});

test('a cut shows how much is missing, and halves no character', () => {
  expect(plain('abcdef', 4)).toBe('abcd... (2 more characters)');
  expect(plain('abc😀', 4)).toBe('abc... (2 more characters)');
  expect(plainLines('1\n2\n3\n4\n', 2)).toEqual(['1', '2', '... (2 more lines)']);
});
