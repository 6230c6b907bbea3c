import { type CaseFields, defineCase, type Sorted, Unreachable } from '../../case.js';
import type { Case, Context, Expect } from '../../model.js';
import { type Lie, type Meeting, type OpenhostClientPort, STEPS, type Step } from './port.js';

export type ClientContext = Context & { openhostClient: OpenhostClientPort };

/** A client may wait 30 seconds for a host. The rest is for starting and ending our relays and daemon. */
const DEADLINE = 45_000;

/** The control: the same client, relays and daemon, without a lie. */
export const served = 'openhost/3/client-served';

type ClientFields = Omit<CaseFields<'openhostClient'>, 'ports' | 'deadline'>;

/** A case for a client under test. */
export const clientCase = (fields: ClientFields & Sorted): Case =>
  defineCase({ ports: ['openhostClient'], deadline: DEADLINE, ...fields });

/** The fields that each row of a table sets itself. */
export type ClientGrounds = Pick<ClientFields, 'why' | 'requires' | 'dialect'>;

/** The client has to accept this behaviour of the host and show the response. */
export const takes = (section: string, lie: Lie, title: string, grounds: ClientGrounds): Case =>
  clientCase({
    ...grounds,
    id: `openhost/${section}/client-${lie}`,
    title,
    expects: 'service',
    async run({ openhostClient, expect }) {
      isServed(await openhostClient.meet(lie), expect);
    },
  });

/** What cases of one group of lies share. */
interface Group {
  readonly section: string;
  /** The step at which the client meets the lie. */
  readonly step: Step;
  readonly control?: string;
}

/** The client meets a lie, and must not show anything of the service. The title goes on with `what`. */
export const rejects =
  ({ section, step, control = served }: Group) =>
  (lie: Lie, what: string, grounds: ClientGrounds): Case =>
    clientCase({
      ...grounds,
      id: `openhost/${section}/client-${lie}`,
      title: `rejects ${what}`,
      expects: 'refusal',
      control,
      async run({ openhostClient, expect }) {
        isRefused(await openhostClient.meet(lie), step, expect);
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
