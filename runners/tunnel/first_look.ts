/** What is asked of a program once, before its cases: each of them would wait for a mute one to the end of its patience. */
import { defineCase } from '../../suites/case.js';
import type { Case, Observation } from '../../suites/model.js';

/** It asks a mute program the same as the first look, and says what the norm wants. */
export const KEY_CASE = 'tunnel/out/key-on-stderr';

export const firstLook: Case = defineCase({
  id: 'tunnel/out/first-look',
  title: 'out prints anything, or exits',
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

/** One sentence on a program that is mute; undefined for all others. */
export function muteness({ ended, checks }: Observation): string | undefined {
  const failed = ended === 'seen' ? checks.find(({ ok }) => !ok) : undefined;
  return (
    failed &&
    `The program is mute, so only ${KEY_CASE} is put to it: expected "${failed.what}", received silence.`
  );
}
