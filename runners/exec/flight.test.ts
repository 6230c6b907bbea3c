import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openFlight, WINDOW } from './flight.js';

test('a flight behaves as a Map, however long a request stays in it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3 * WINDOW), { maxLength: 600 }), (steps) => {
      const flight = openFlight<string>();
      const model = new Map<number, string>();
      for (const step of steps) {
        if (step % 3 > 0 && model.size < WINDOW) {
          const before = flight.last;
          const id = flight.add(`item ${step}`);
          expect(id).toBeGreaterThan(before);
          model.set(id, `item ${step}`);
        } else {
          const id = [...model.keys()][step % Math.max(1, model.size)] ?? step;
          expect(flight.get(id)).toBe(model.get(id));
          flight.remove(id);
          model.delete(id);
          expect(flight.get(id)).toBeUndefined();
        }
        expect(flight.size).toBe(model.size);
        expect(flight.oldest()).toBe(model.keys().next().value);
      }
      expect(flight.items()).toEqual([...model.values()]);
    }),
    { numRuns: 50 },
  );
});

test.each([0, -1, 128, 1.5, Number.MAX_SAFE_INTEGER])('has no request %d, an id that it never gave', (id) => {
  const flight = openFlight<string>();
  flight.add('one');
  expect(flight.get(id)).toBeUndefined();
  flight.remove(id);
  expect(flight.size).toBe(1);
});
