import { afterEach, describe, expect, it } from 'vitest';
import { sent } from '../reference/mutants/openhost/frame_changes.js';
import { FRAME_TYPES as T } from '../reference/openhost/frame.js';
import { memory } from '../reports/memory.js';
import { reporters } from '../reports/registry.js';
import { embeddedOpenhost } from '../runners/openhost/embedded.js';
import { run } from '../runners/run.js';
import type { Line, Target } from '../suites/model.js';
import { casesOf } from '../suites/registry.js';

let target: Target;
afterEach(() => target.close());

const attack = '\u001b[2J\u001b]0;title\u0007\r\n::error::<script>alert(1)</script>\u202e\r\n\r\n';

/** The lines of a run of one case against a daemon that says this in its head, or in its ERROR. */
async function linesOf(id: string, type: number): Promise<Line[]> {
  target = await embeddedOpenhost({
    patience: 1000,
    change: sent(type, (frame) => [{ ...frame, payload: Buffer.from(attack.repeat(200)) }]),
  });
  const lines: Line[] = [];
  await run({
    cases: casesOf(),
    only: [id],
    targets: [{ target, rerun: 'conform run' }],
    level: 'must',
    jobs: 1,
    seed: 1,
    specs: [],
    tool: { name: 'conform', version: '0' },
    signal: new AbortController().signal,
    line: (line) => void lines.push(line),
  });
  return lines;
}

/** The commands that a CI service would carry out, each as far as its text; a notice is not one that a target could want. */
const commandsOf = (text: string) => text.match(/^::(?!notice )\S+(?: [^:]*)?::/gm) ?? [];

describe('a daemon that dresses up its words', () => {
  it.each([
    ['head', 'openhost/4/v2-only', T.RESPONSE_HEAD],
    ['ERROR', 'openhost/4/oversize', T.ERROR],
  ])('in its %s puts no escape, markup or command into a report', async (_where, id, type) => {
    const lines = await linesOf(id, type);
    const verdicts = lines.flatMap((line) => (line.kind === 'result' ? [line.verdict] : []));
    expect(verdicts).toEqual(['fail']);
    for (const [kind, { make }] of Object.entries(reporters)) {
      const output = memory();
      const reporter = make(output);
      for (const line of lines) reporter.line(line);
      reporter.end();
      const drawn = output.text();
      expect(drawn, kind).not.toBe('');
      expect(drawn, kind).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
      expect(commandsOf(drawn), kind).toEqual(kind === 'github' ? [`::error title=${id}::`] : []);
      if (kind === 'junit') expect(drawn).not.toContain('<script>');
    }
  });
});
