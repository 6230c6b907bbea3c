import { defineCase } from '../../case.js';
import type { Case, Context, Dialect } from '../../model.js';
import type { Lie, Meeting, OpenhostClientPort } from '../port.js';

export const ports = ['openhostClient'] as const;
export type Given = Context & { openhostClient: OpenhostClientPort };

/** A client meets a daemon that lies in one way, and what came of it is checked. */
export const meeting =
  (check: (met: Meeting, context: Given) => void | Promise<void>) =>
  (section: string, lie: Lie, title: string, requires: readonly string[], dialect?: Dialect): Case =>
    defineCase({
      id: `openhost/${section}/client-${lie}`,
      title,
      requires,
      ...(dialect ? { dialect } : {}),
      ports,
      async run(context) {
        await check(await context.openhostClient.meet(lie), context);
      },
    });

export function isServed({ served, shown }: Meeting, { expect }: Pick<Context, 'expect'>): void {
  expect.that('the answer of the service arrives', served, { observed: shown.slice(0, 200) });
}

/** The client has to get nothing from this daemon, and what it wants from a right one. */
export const aborts = meeting(async ({ served, shown }, { openhostClient, expect }) => {
  expect.that('nothing of the service is given to the application', !served, {
    observed: shown.slice(0, 200),
  });
  const control = await openhostClient.meet();
  expect.that('a right daemon is served from', control.served, { observed: control.shown.slice(0, 200) });
});

export const takes = meeting(isServed);
