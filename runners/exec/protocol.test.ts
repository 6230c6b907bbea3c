import { describe, expect, it } from 'vitest';
import { adapterProtocol } from './protocol.js';

const { readAnswer } = adapterProtocol();
const RULE = 'which JSON does not have';

describe('a number that JSON does not have', () => {
  it.each([
    ['{"id":7,"accept":{"exp":NaN}}', 'NaN'],
    ['{"id":7,"accept":[1,-Infinity]}', '-Infinity'],
    ['{"id":7,"accept":"NaN","more":Infinity}', 'Infinity'],
  ])('is named, and charged to the answer that it stands in: %s', (line, alien) => {
    const said = readAnswer(line);
    expect(said).toMatchObject({ id: 7, nonsense: expect.stringContaining(`${alien}, ${RULE}: `) });
  });

  it('is not seen in a text or where something else is wrong', () => {
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
    ['at its beginning', `{"id":7,"accept":${list(70_000)}}`],
    ['at its end', `{"accept":${list(70_000)}, "id": 7}`],
  ])('is not parsed, and charged to the id %s', (_where, line) => {
    expect(readAnswer(line)).toEqual({
      id: 7,
      nonsense: expect.stringContaining('an answer of more than 65536 values: '),
    });
  });

  it('rejects a text with very many commas', () => {
    const accept = ','.repeat(70_000);
    expect(readAnswer(JSON.stringify({ id: 7, accept }))).toEqual({ id: 7, answer: { accept } });
    expect(readAnswer(`{"id":7,"accept":${list(65_000)}}`)).toMatchObject({ id: 7, answer: {} });
  });
});
