import { expect, it } from 'vitest';
import { Unclaimed } from '../../suites/case.js';
import type { Target } from '../../suites/model.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import { REFERENCE } from '../interop/model.js';
import { meetingsOf } from './pairing.js';
import { REFERENCE_COMMAND, type TunnelTargetOptions } from './target.js';

/** A pair of the reference and a program, none of whose cases can be asked. */
async function met(wanted: (id: string) => boolean) {
  const opened: TunnelTargetOptions[] = [];
  let closed = 0;
  const { signal } = new AbortController();
  const meetings = meetingsOf({ signal, wanted }, async (options): Promise<Target> => {
    opened.push(options);
    return {
      name: options.name,
      kind: 'tunnel',
      capabilities: {},
      ports: {
        tunnel() {
          throw new Unclaimed('no lab');
        },
      },
      protocols: ['tunnel'],
      concurrency: 1,
      production: false,
      close: async () => void closed++,
    };
  });
  const program = { name: 'a', text: 'tunnel:./no-such-program --x' };
  const questions = await meetings.meet(REFERENCE, program);
  return { questions, opened, closed };
}

it('starts the program of the row as out and that of the column as in, and closes them', async () => {
  const { opened, closed } = await met(() => false);
  expect(opened).toEqual([
    {
      name: `${REFERENCE.name} x a`,
      command: REFERENCE_COMMAND(),
      into: ['./no-such-program', '--x'],
    },
  ]);
  expect(closed).toBe(1);
});

it('asks the cases that have the target at both ends, and titles them without saying so', async () => {
  const { questions } = await met(() => true);
  const asked = liveCases.filter(({ title }) => title.endsWith('(target to target)'));
  expect(questions.map(({ id }) => id)).toEqual(asked.map(({ id }) => id));
  expect(questions.filter(({ title }) => title.includes('target to target'))).toEqual([]);
  expect(new Set(questions.map(({ verdict, reason }) => `${verdict}: ${reason}`))).toEqual(
    new Set(['skip: no lab']),
  );
});

it('asks only the cases that are wanted', async () => {
  const { questions } = await met((id) => id === 'tunnel/tcp/http');
  expect(questions.map(({ id }) => id)).toEqual(['tunnel/tcp/http']);
});
