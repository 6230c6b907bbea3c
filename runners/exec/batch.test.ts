import { describe, expect, it } from 'vitest';
import { readBatch } from './batch.js';

/** The requests in flight when the ids up to 3 were asked and those of `answered` are over. */
const inFlight = (answered: readonly number[] = []) =>
  [1, 2, 3].filter((id) => !answered.includes(id)).map((id) => ({ id, item: `request ${id}` }));

const line = (id: unknown, accept: unknown = true): string => JSON.stringify({ id, accept });
function read(lines: readonly (string | undefined)[], answered: readonly number[] = []) {
  const { answers, ...fault } = readBatch(lines, inFlight(answered), 3);
  return { answers: [...answers.keys()].map(({ id }) => id), ...fault };
}

describe('a batch of lines', () => {
  it('has the answers of the requests in flight, in the order of the lines', () => {
    const { answers, fault } = readBatch([line(2, 'b'), '{"id":1,"reject":"no"}'], inFlight(), 3);
    expect([...answers].map(([{ item }, answer]) => [item, answer])).toEqual([
      ['request 2', { accept: 'b' }],
      ['request 1', { reject: 'no' }],
    ]);
    expect(fault).toBeUndefined();
  });

  it('is empty without lines', () => {
    expect(read([])).toEqual({ answers: [], fault: undefined });
  });

  it('charges a request that is answered twice, and takes back its first answer', () => {
    expect(read([line(1), line(2), line(2), line(3)])).toEqual({
      answers: [1],
      fault: 'answered 2 twice',
      guilty: 'request 2',
    });
  });

  it('charges nobody for an answer that repeats one of an earlier batch', () => {
    expect(read([line(2), line(1)], [1])).toEqual({
      answers: [2],
      fault: 'answered 1 a second time',
    });
  });

  it.each([4, 0, -1, 1_000_000, Number.MAX_SAFE_INTEGER])(
    'ends at an answer to %d, which was not asked',
    (id) => {
      expect(read([line(1), line(id), line(2)])).toEqual({
        answers: [1],
        fault: expect.stringMatching(/which was not asked|is not an answer/),
      });
    },
  );

  it('charges the request that a wrong line names, and takes back an answer that came before it', () => {
    expect(read([line(1), '{"id":1,"accept":1,"reject":"no"}'])).toEqual({
      answers: [],
      fault: expect.stringContaining('a line that is not an answer'),
      guilty: 'request 1',
    });
  });

  it.each(['', 'Traceback (most recent call last):', '[]', '{"id":9,"accept":NaN}', '{"id":1.5,"accept":1}'])(
    'keeps the answers before a wrong line that names no request in flight: %s',
    (wrong) => {
      expect(read([line(3), wrong, line(1)])).toEqual({
        answers: [3],
        fault: expect.any(String),
      });
    },
  );

  it('ends at a line that is not UTF-8', () => {
    expect(read([line(1), undefined, line(2)])).toEqual({
      answers: [1],
      fault: 'a line that is not UTF-8',
    });
  });
});
