import type { Line } from '../../suites/model.js';
import { memory } from '../memory.js';
import { type ReportSurroundings, reporters } from '../registry.js';

/** What one reporter writes for these lines. */
export function draw(kind: string, lines: readonly Line[], surroundings: ReportSurroundings = {}): string {
  const output = memory();
  const reporter = reporters[kind]?.make(output, surroundings);
  if (!reporter) throw new Error(`no reporter ${kind}`);
  for (const line of lines) reporter.line(line);
  reporter.end();
  return output.text();
}
