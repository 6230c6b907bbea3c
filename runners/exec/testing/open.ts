import { inPackage } from '../../../package.js';
import type { Json } from '../../../reference/structure.js';
import type { Answer } from '../../../suites/codec.js';
import { type Adapter, startAdapter } from '../adapter.js';
import type { Limits } from '../life.js';

export const FAKE = inPackage('runners', 'exec', 'testing', 'fake.mjs');

/** Long enough for a busy machine. Only the few tests of silence use IMPATIENT. */
export const LIMITS: Limits = { hello: 10_000, answer: 5_000, line: 200_000, stderr: 1_000 };
export const IMPATIENT = { answer: 1_500 };

export interface Fake extends Adapter {
  do(input: Json, structure?: string): Promise<Answer>;
}

/** Runs a test against the misbehaving adapter, and always closes it. */
export async function withFake(
  beginning: string,
  test: (fake: Fake) => Promise<void>,
  limits: Partial<Limits> = {},
): Promise<void> {
  const adapter = await startAdapter([process.execPath, FAKE, beginning], { ...LIMITS, ...limits });
  try {
    await test({
      ...adapter,
      do: (input, structure = 'fake/one') =>
        adapter.ask({ structure, op: 'do', given: {}, input }, new AbortController().signal),
    });
  } finally {
    await adapter.close();
  }
}
