import { describe, expect, it } from 'vitest';
import { liveCases } from './cases.js';

describe('a live case of punch', () => {
  it.each(liveCases.map((one) => [one.id, one] as const))(
    '%s says in one or two sentences what goes wrong in the field',
    (_id, { why }) => {
      const sentences = why.split(/(?<=[.!?])\s+/).filter(Boolean);
      expect(sentences.length).toBeGreaterThan(0);
      expect(sentences.length).toBeLessThanOrEqual(2);
      expect(why).toMatch(/^[A-Z].{25,200}\.$/);
    },
  );

  it('shares its sentence with two others at most', () => {
    const counts = new Map<string, number>();
    for (const { why } of liveCases) counts.set(why, (counts.get(why) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 3)).toEqual([]);
  });

  it('has a title of its own', () => {
    const titles = liveCases.map(({ title }) => title);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  });
});
