import { describe, expect, it } from 'vitest';
import { readBatch } from './batch.js';
import { openFlight } from './flight.js';

/** A flight in which the ids up to `last` were asked and those of `answered` are over. */
function flightOf(last: number, answered: readonly number[] = []) {
  const flight = openFlight<string>();
  for (let id = 1; id <= last; id++) flight.add(`request ${id}`);
  for (const id of answered) flight.remove(id);
  return flight;
}

const line = (id: unknown, accept: unknown = true): string => JSON.stringify({ id, accept });
const read = (lines: readonly (string | undefined)[], flight = flightOf(3)) => {
  const { answers, fault } = readBatch(lines, flight);
  return { answers: [...answers.keys()], fault };
};

describe('a batch of lines', () => {
  it('has the answers of the requests in flight, in the order of the lines', () => {
    const { answers, fault } = readBatch([line(2, 'b'), '{"id":1,"reject":"no"}'], flightOf(3));
    expect([...answers]).toEqual([
      [2, { accept: 'b' }],
      [1, { reject: 'no' }],
    ]);
    expect(fault).toBeUndefined();
  });

  it('is empty without lines', () => {
    expect(read([])).toEqual({ answers: [], fault: undefined });
  });

  it('charges a request that is answered twice, and takes back its first answer', () => {
    expect(read([line(1), line(2), line(2), line(3)])).toEqual({
      answers: [1],
      fault: { detail: 'answered 2 twice', id: 2 },
    });
  });

  it('charges nobody for an answer that repeats one of an earlier batch', () => {
    expect(read([line(2), line(1)], flightOf(3, [1]))).toEqual({
      answers: [2],
      fault: { detail: 'answered 1 a second time' },
    });
  });

  it.each([4, 0, -1, 1_000_000, Number.MAX_SAFE_INTEGER])(
    'ends at an answer to %d, which was not asked',
    (id) => {
      const { answers, fault } = read([line(1), line(id), line(2)]);
      expect(answers).toEqual([1]);
      expect(fault?.id).toBeUndefined();
      expect(fault?.detail).toMatch(/which was not asked|is not an answer/);
    },
  );

  it('charges the request that a wrong line names, and takes back an answer that came before it', () => {
    expect(read([line(1), '{"id":1,"accept":1,"reject":"no"}'])).toEqual({
      answers: [],
      fault: { id: 1, detail: expect.stringContaining('a line that is not an answer') },
    });
  });

  it.each(['', 'Traceback (most recent call last):', '[]', '{"id":9,"accept":NaN}', '{"id":1.5,"accept":1}'])(
    'keeps the answers before a wrong line that names no request in flight: %s',
    (wrong) => {
      expect(read([line(3), wrong, line(1)])).toEqual({
        answers: [3],
        fault: { detail: expect.any(String) },
      });
    },
  );

  it('ends at a line that is not UTF-8', () => {
    expect(read([line(1), undefined, line(2)])).toEqual({
      answers: [1],
      fault: { detail: 'a line that is not UTF-8' },
    });
  });
});
