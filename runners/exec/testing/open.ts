import { inPackage } from '../../../package.js';
import type { Json } from '../../../reference/structure.js';
import type { Answer } from '../../../suites/codec.js';
import { type Adapter, startAdapter } from '../adapter.js';
import type { Limits } from '../life.js';

export const FAKE = inPackage('runners', 'exec', 'testing', 'fake.mjs');

/** Silences are few among the tests, so only those wait for less than a busy machine may need. */
export const LIMITS: Limits = { hello: 10_000, answer: 5_000, line: 200_000, stderr: 1_000 };
export const IMPATIENT = { answer: 1_500 };

export interface Fake extends Adapter {
  do(input: Json, structure?: string): Promise<Answer>;
}

/** Runs a test against the adapter that misbehaves, and closes it whatever happens. */
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
