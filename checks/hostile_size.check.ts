/** A text of 10 MB in every field that a target fills, in each format that people or other tools read. */
import { expect, test } from 'vitest';
import { draw } from '../reports/testing/draw.js';
import { hostileRun } from '../reports/testing/hostile.js';

const huge = hostileRun('a<]]>'.repeat(2_000_000)).lines;

// json and jsonl hold what the stream holds, which the run bounds.
test.each([...['console', 'junit', 'tap', 'gitlab', 'sarif', 'markdown', 'html', 'badge', 'har']])(
  '%s takes a text of 10 MB in every field',
  (kind) => {
    expect(draw(kind, huge).length).toBeLessThan(1_000_000);
  },
);
