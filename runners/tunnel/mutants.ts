/** Wrong tunnel programs before the cases that have to find them. */
import type { TunnelMutant } from '../../reference/mutants/tunnel/mutants.js';
import type { Case, Target } from '../../suites/model.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import { askOne } from '../ask_all.js';
import { kills } from '../kill.js';
import { builtFile } from './lab.js';
import { tunnelTarget } from './target.js';

/** What a case saw of a wrong program. */
export interface Attempt {
  readonly fault: string;
  readonly script: string;
  readonly red: boolean;
  readonly why: string;
}

/** How many cases run at once, beside those that mostly wait. */
const AT_ONCE = 8;

const caseOf = (id: string): Case | undefined => liveCases.find((one) => one.id === id);

/** Cases that are named but are not there, or cite no clause that the program breaks; clauses that none of them cites. */
export function uncited({ id: fault, clause: breaks, killedBy }: TunnelMutant): readonly string[] {
  const cited = killedBy.map((id) => ({ id, requires: caseOf(id)?.requires ?? [] }));
  return [
    ...cited
      .filter(({ requires }) => !breaks.some((clause) => requires.includes(clause)))
      .map(({ id }) => id),
    ...breaks.filter((clause) => !cited.some(({ requires }) => requires.includes(clause))),
  ].map((what) => `${fault}: ${what}`);
}

/** The scripts that no attempt has turned red. */
export const neverRed = (red: ReadonlySet<string>): readonly string[] =>
  liveCases.map(({ id }) => id).filter((id) => !red.has(id));

/** Puts every program to each of its cases. The cases of one program share its lab. */
export async function putMutants(
  mutants: readonly TunnelMutant[],
  tell: (attempt: Attempt) => void,
): Promise<void> {
  const labs = mutants.map(({ id: fault, killedBy }) => ({
    fault,
    killedBy,
    lab: openOnce(fault, killedBy.length),
  }));
  const orders = labs.flatMap(({ fault, killedBy, lab }) => killedBy.map((id) => ({ fault, id, lab })));
  const put = async ({ fault, id, lab }: (typeof orders)[number]): Promise<void> => {
    const one = caseOf(id);
    if (!one) return tell({ fault, script: id, red: false, why: 'there is no such case' });
    const target = await lab.take();
    const first = await askOne(one, target);
    // A resolver may take a local port of the case for one question at any time: what was lost is asked once more.
    const { verdict, failed, reason } = first.failed.length > 0 ? first : await askOne(one, target);
    await lab.leave();
    // A program that never came up would be lost in any case: red is a check of the case that did not hold.
    const broken = failed[0]?.what;
    const red = kills({ verdict, failed }, {});
    tell({ fault, script: id, red, why: broken ?? (reason || 'every check held') });
  };
  const waits = ({ id }: { readonly id: string }): boolean => caseOf(id)?.waits !== undefined;
  const left = orders.filter((order) => !waits(order));
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) await put(next);
  };
  await Promise.all([...orders.filter(waits).map(put), ...Array.from({ length: AT_ONCE }, work)]);
}

/** A target that is opened for the first of its cases, and closed behind the last. */
function openOnce(fault: string, cases: number) {
  let left = cases;
  let target: ReturnType<typeof tunnelTarget> | undefined;
  return {
    async take(): Promise<Target> {
      target ??= tunnelTarget({
        name: fault,
        command: [process.execPath, builtFile('checks/tunnel_mutant.js'), fault],
      });
      return target;
    },
    async leave(): Promise<void> {
      left--;
      if (left === 0) await (await target)?.close();
    },
  };
}
