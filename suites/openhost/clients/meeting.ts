import { defineCase, Unreachable } from '../../case.js';
import type { Case, Context, Dialect, Expect } from '../../model.js';
import { type Lie, type Meeting, type OpenhostClientPort, STEPS, type Step } from './port.js';

export const ports = ['openhostClient'] as const;
export type Given = Context & { openhostClient: OpenhostClientPort };

/** A client may wait 30 seconds for a host. The rest is for starting and ending our relays and daemon. */
export const deadline = 45_000;

/** The control: the same client, relays and daemon, without a lie. */
export const served = 'openhost/3/client-served';

interface More {
  readonly dialect?: Dialect;
  readonly control?: string;
}

/** The client has to accept this behaviour of the host and show the response. */
export const takes = (
  section: string,
  lie: Lie,
  title: string,
  why: string,
  requires: readonly string[],
  more: Omit<More, 'control'> = {},
): Case =>
  defineCase({
    id: `openhost/${section}/client-${lie}`,
    title,
    why,
    requires,
    expects: 'service',
    deadline,
    ...more,
    ports,
    async run({ openhostClient, expect }) {
      isServed(await openhostClient.meet(lie), expect);
    },
  });

/** The client meets a lie at this step, and must not show anything of the service. */
export const aborts =
  (step: Step, more?: (met: Meeting, expect: Expect) => void) =>
  (
    section: string,
    lie: Lie,
    title: string,
    why: string,
    requires: readonly string[],
    { control = served, dialect }: More = {},
  ): Case =>
    defineCase({
      id: `openhost/${section}/client-${lie}`,
      title,
      why,
      requires,
      expects: 'refusal',
      control,
      deadline,
      ...(dialect ? { dialect } : {}),
      ports,
      async run({ openhostClient, expect }) {
        const met = await openhostClient.meet(lie);
        isRefused(met, step, expect);
        more?.(met, expect);
      },
    });

export function isServed({ served: got, shown }: Meeting, expect: Expect): void {
  expect.that('the client shows the response of the service', got, {
    expected: 'the body of the response',
    observed: shown.slice(0, 200),
  });
}

export function isRefused({ furthest, ended, served: got, shown }: Meeting, at: Step, expect: Expect): void {
  if (STEPS.indexOf(furthest) < STEPS.indexOf(at)) {
    throw new Unreachable(
      `the client ended before it met the lie: expected a client that ${at}, received one that ${furthest === 'nothing' ? 'did nothing' : furthest} and showed: ${shown.slice(0, 200)}`,
    );
  }
  expect.that('the client shows nothing of the service', !got, {
    expected: 'nothing of the service',
    observed: shown.slice(0, 200),
  });
  expect.that('the client does not crash', ended !== 'signal', {
    expected: 'an exit code',
    observed: ended,
  });
}
