/** The ways in which a request loses its adapter, and the outcome of that request and of those in flight with it. */
import { expect } from 'vitest';
import { IMPATIENT, withFake } from './open.js';

export const lost = (how: string, detail: string | RegExp) => ({
  lost: how,
  detail: expect.stringMatching(detail),
  stderr: expect.any(String),
});

const silent = new RegExp(`^no answer for ${IMPATIENT.answer} ms$`);

export const losses: readonly [input: string, how: string, detail: RegExp][] = [
  ['crash', 'crash', /^exited with code 3$/],
  ['signal', 'crash', /^was ended by SIGSEGV$/],
  ['silence', 'hang', silent],
  ['stuck', 'hang', silent],
  ['flood', 'flood', /without a newline/],
  ['many lines', 'garbage', /not an answer \(not a JSON object\): ""/],
  ['partial', 'crash', /in the middle of a line/],
  ['not utf-8', 'garbage', /not UTF-8/],
  ['text', 'garbage', /"Traceback \(most/],
  ['wrong id', 'garbage', /which was not asked/],
  ['string id', 'garbage', /\/id must be integer/],
  ['twice', 'garbage', /twice/],
  ['both', 'garbage', /not an answer/],
  ['deep', 'garbage', /deeper/],
  ['closes stdout', 'crash', /closed its output/],
];

export const chargesOnly = (input: string, how: string, detail: RegExp): Promise<void> =>
  withFake(
    'well',
    async (fake) => {
      const inputs = [1, 2, input, 3, 4];
      const answers = await Promise.all(inputs.map((each) => fake.do(each)));
      const charged = lost(how, detail);
      expect(answers).toEqual([{ accept: 1 }, { accept: 2 }, charged, { accept: 3 }, { accept: 4 }]);
      expect(await fake.do(input)).toEqual(charged);
      expect(await fake.do(5)).toEqual({ accept: 5 });
    },
    how === 'hang' ? IMPATIENT : {},
  );
