/** The first look at a program, before its cases. Without it, each case would wait for a silent program until its deadline. */
import { defineCase } from '../../suites/case.js';
import type { Case, Observation } from '../../suites/model.js';

/** The one case for a silent program. It checks the same as the first look, and cites the clause. */
export const KEY_CASE = 'tunnel/out/key-on-stderr';

export const firstLook: Case = defineCase({
  id: 'tunnel/out/first-look',
  title: 'out prints anything, or exits',
  why: 'Every case would wait for a program that says nothing.',
  requires: [],
  expects: 'service',
  ports: ['tunnel'],
  async run({ tunnel, expect }) {
    const out = await tunnel.start(['out', `${await tunnel.freePort()}`]);
    const seen = await out.speaks(tunnel.patience);
    expect.that(`out prints anything, or exits, within ${tunnel.patience / 1000} s`, seen !== 'silent', {
      expected: 'a line of output, or an exit',
      observed: seen === 'silent' ? 'silence' : seen,
    });
  },
});

/** One sentence about a silent program; undefined for any other program. */
export function muteness({ ended, checks }: Observation): string | undefined {
  const failed = ended === 'seen' ? checks.find(({ ok }) => !ok) : undefined;
  return (
    failed &&
    `The program prints nothing, so only ${KEY_CASE} runs: expected "${failed.what}", received silence.`
  );
}
