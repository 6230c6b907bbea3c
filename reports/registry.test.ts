import { describe, expect, test } from 'vitest';
import { parseReport, placeReports, ReportRequestError } from './registry.js';

const unknown = (what: string, word: string) => `unknown ${what} ${word}`;
const placed = (...texts: string[]) =>
  placeReports(texts.map((text) => parseReport(text, unknown))).map(({ kind, on }) => `${kind} on ${on}`);

test.each([
  ['junit=a=b.xml', { kind: 'junit', path: 'a=b.xml' }],
  ['json', { kind: 'json', path: '-' }],
  ['jsonl=-', { kind: 'jsonl', path: '-' }],
])('%s', (text, request) => expect(parseReport(text, unknown)).toEqual(request));

describe('refused', () => {
  test.each([
    ['jnit=x', 'unknown reporter jnit'],
    ['', 'unknown reporter '],
    ['toString', 'unknown reporter toString'],
    ['junit=', 'name a file after "="'],
  ])('%s', (text, told) => {
    expect(() => parseReport(text, unknown)).toThrow(ReportRequestError);
    expect(() => parseReport(text, unknown)).toThrow(told);
  });

  test('two reports in one place', () => {
    expect(() => placed('json', 'junit=-')).toThrow('json and junit cannot both go to stdout');
    expect(() => placed('json=x', 'junit=x')).toThrow('two reports cannot both go to x');
  });
});

test('stdout belongs to the data', () => {
  expect(placed('console')).toEqual(['console on stdout']);
  expect(placed('console', 'json')).toEqual(['console on stderr', 'json on stdout']);
  expect(placed('console', 'json=x')).toEqual(['console on stdout', 'json on file']);
});
