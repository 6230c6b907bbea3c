import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openBag } from './bag.js';

test('a bag holds the items that were added and not removed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(20))), (steps) => {
      const things = Array.from({ length: 21 }, () => ({ place: -1 }));
      const model = new Set<{ place: number }>();
      const bag = openBag<{ place: number }>();
      for (const [adds, i] of steps) {
        const thing = things[i];
        if (!thing) continue;
        if (adds && !model.has(thing)) {
          bag.add(thing);
          model.add(thing);
        } else if (!adds) {
          bag.remove(thing);
          model.delete(thing);
        }
      }
      expect(new Set(bag.items())).toEqual(model);
      expect(bag.items()).toHaveLength(model.size);
    }),
  );
});
