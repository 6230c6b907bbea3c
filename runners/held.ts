import type { Case } from '../suites/model.js';
import { type Judgement, judgeAgain, judgeBesideControl, judgeRounds } from './judge.js';
import type { Judged } from './judged.js';
import type { Controlled } from './with_controls.js';

/** A result that is held until all other cases of its target have ended. */
interface Held {
  readonly one: Case;
  readonly round: number;
  readonly answered: Controlled<Judged>;
}

export interface Settled {
  readonly one: Case;
  readonly round: number;
  readonly judged: Judged;
}

/**
 * Repetition stops after this many confirmed failures, or after this many milliseconds once one is confirmed. The run is
 * red by then, whatever the other cases would show.
 */
const ENOUGH = { confirmed: 10, ms: 20_000 } as const;

/**
 * Holds the gating failures of live cases of one target until the others have ended, then runs each once more, alone. It
 * also holds the refusals whose controls are among them.
 */
export function holdFails(again: (one: Case) => Promise<Judged>, signal: AbortSignal) {
  const fails = new Map<string, Held[]>();
  const dependents: Held[] = [];
  const passedIn = new Map<string, number>();
  const runAgain = secondRuns(again, signal);

  async function* settleFails(): AsyncGenerator<Settled> {
    for (const [id, rounds] of fails) {
      const passed = passedIn.get(id);
      const second = passed === undefined && rounds[0] ? await runAgain(rounds[0].one) : undefined;
      for (const {
        one,
        round,
        answered: { own },
      } of rounds) {
        const judged =
          passed === undefined ? besideSecond(own, second) : { ...own, ...judgeRounds(own, passed) };
        yield { one, round, judged };
      }
    }
    fails.clear();
  }

  return {
    get count() {
      return fails.size;
    },
    /** The round of `--repeat`. */
    passed: (one: Case, round: number) => passedIn.set(one.id, round),
    fail: (held: Held) => fails.set(held.one.id, [...(fails.get(held.one.id) ?? []), held]),
    dependsOnHeld: (control: string | undefined, round: number) =>
      fails.get(control ?? '')?.some((held) => held.round === round) ?? false,
    dependent: (held: Held) => dependents.push(held),
    /** The held results, after their second attempts. */
    async *settle(): AsyncGenerator<Settled> {
      const settled = new Map<string, Judged>();
      for await (const one of settleFails()) {
        settled.set(keyOf(one.round, one.one.id), one.judged);
        yield one;
      }
      for (const { one, round, answered } of dependents.splice(0)) {
        const { own, control } = answered;
        const final = control && (settled.get(keyOf(round, control.id)) ?? control.answer);
        const judgement = control && final ? judgeBesideControl(own, control.id, final) : {};
        yield { one, round, judged: { ...own, ...judgement } };
      }
    },
  };
}

function secondRuns(again: (one: Case) => Promise<Judged>, signal: AbortSignal) {
  let confirmed = 0;
  let spent = 0;
  return async (one: Case): Promise<Judged | undefined> => {
    const enough = confirmed >= ENOUGH.confirmed || (confirmed > 0 && spent > ENOUGH.ms);
    if (signal.aborted || enough) return undefined;
    const started = performance.now();
    const second = await again(one);
    spent += performance.now() - started;
    // A failure while the run ends proves nothing.
    if (signal.aborted && second.verdict !== 'pass') return undefined;
    if (second.verdict === 'fail') confirmed++;
    return second;
  };
}

const keyOf = (round: number, id: string): string => `${round} ${id}`;

/** Combines both observations, if there are two. */
function besideSecond(first: Judged, second: Judged | undefined): Judged {
  const { evidence = [], ...rest } = first;
  const told = second
    ? `${second.verdict} after ${second.ms} ms${second.reason === undefined ? '' : `: ${second.reason}`}`
    : 'not repeated: the run was already red or over';
  const judgement: Judgement = second ? judgeAgain(first, second) : first;
  const more = judgement.unsteady ? (second?.evidence ?? []) : [];
  return {
    ...rest,
    ...judgement,
    evidence: [
      ...evidence,
      { name: 'asked again', text: told },
      ...more.map(({ name, text }) => ({ name: `asked again: ${name}`, text })),
    ],
  };
}
