import { describe, expect, it } from 'vitest';
import { adapterProtocol } from './protocol.js';

const { readAnswer } = adapterProtocol();
const RULE = 'which JSON does not have';

describe('a number that JSON does not have', () => {
  it.each([
    ['{"id":7,"accept":{"exp":NaN}}', 'NaN'],
    ['{"id":7,"accept":[1,-Infinity]}', '-Infinity'],
    ['{"id":7,"accept":"NaN","more":Infinity}', 'Infinity'],
  ])('is named, with the id of its answer: %s', (line, alien) => {
    const said = readAnswer(line);
    expect(said).toMatchObject({ id: 7, nonsense: expect.stringContaining(`${alien}, ${RULE}: `) });
  });

  it('is not named if it is in a text, or if something else is wrong', () => {
    expect(readAnswer('{"id":7,"accept":"NaN, \\"Infinity\\""}')).toEqual({
      id: 7,
      answer: { accept: 'NaN, "Infinity"' },
    });
    expect(readAnswer('{"id":7,')).toMatchObject({ nonsense: expect.not.stringContaining(RULE) });
  });
});

describe('an answer of very many values', () => {
  const list = (size: number): string => `[${'0,'.repeat(size - 1)}0]`;

  it.each([
    ['at the beginning', `{"id":7,"accept":${list(70_000)}}`],
    ['at the end', `{"accept":${list(70_000)}, "id": 7}`],
  ])('is not parsed, and its id is read %s', (_where, line) => {
    expect(readAnswer(line)).toEqual({
      id: 7,
      nonsense: expect.stringContaining('an answer of more than 65536 values: '),
    });
  });

  it('counts no commas in a text', () => {
    const accept = ','.repeat(70_000);
    expect(readAnswer(JSON.stringify({ id: 7, accept }))).toEqual({ id: 7, answer: { accept } });
    expect(readAnswer(`{"id":7,"accept":${list(65_000)}}`)).toMatchObject({ id: 7, answer: {} });
  });
});

describe('a long line that is made to take long', () => {
  const MEGABYTE = 2 ** 20;

  it.each([
    ['escaped quotes', 8, `"${'\\"'.repeat(4 * MEGABYTE)}`],
    ['commas behind escaped quotes', 1, `{"id":7,"accept":"${'\\",'.repeat(MEGABYTE / 3)}`],
    ['quotes', 1, '"'.repeat(MEGABYTE + 1)],
    ['minus signs', 1, `${'-'.repeat(MEGABYTE)}NaN`],
  ])('is read without an error of our own, in the time of its length: %s, %d MB', (_what, _size, line) => {
    const before = process.cpuUsage();
    expect(readAnswer(line)).toHaveProperty('nonsense');
    expect(process.cpuUsage(before).user).toBeLessThan(4_000_000);
  });

  it('keeps a text of millions of escapes as it is', () => {
    const accept = `${','.repeat(70_000)}${'\\'.repeat(2 * MEGABYTE)}`;
    expect(readAnswer(JSON.stringify({ id: 7, accept }))).toEqual({ id: 7, answer: { accept } });
  });
});
