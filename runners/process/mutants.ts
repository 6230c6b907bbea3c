/** Wrong tunnel programs before the cases that have to find them. */
import type { TunnelMutant } from '../../reference/mutants/tunnel/mutants.js';
import type { Case } from '../../suites/model.js';
import type { TunnelPort } from '../../suites/tunnel/port.js';
import { scripts } from '../../suites/tunnel/scripts.js';
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
const MOST = 150_000;

const scriptOf = (id: string): Case | undefined => scripts.find((one) => one.id === id);

/** Cases that are named but are not there, or cite no clause that the program breaks; clauses that none of them cites. */
export function uncited({ fault, breaks, killedBy }: TunnelMutant): readonly string[] {
  const cited = killedBy.map((id) => ({ id, requires: scriptOf(id)?.requires ?? [] }));
  return [
    ...cited
      .filter(({ requires }) => !breaks.some((clause) => requires.includes(clause)))
      .map(({ id }) => id),
    ...breaks.filter((clause) => !cited.some(({ requires }) => requires.includes(clause))),
  ].map((what) => `${fault}: ${what}`);
}

/** The scripts that no attempt has turned red. */
export const neverRed = (red: ReadonlySet<string>): readonly string[] =>
  scripts.map(({ id }) => id).filter((id) => !red.has(id));

/** Puts every program to each of its cases. The cases of one program share its lab. */
export async function putMutants(
  mutants: readonly TunnelMutant[],
  tell: (attempt: Attempt) => void,
): Promise<void> {
  const labs = mutants.map(({ fault, killedBy }) => ({
    fault,
    killedBy,
    lab: openOnce(fault, killedBy.length),
  }));
  const orders = labs.flatMap(({ fault, killedBy, lab }) => killedBy.map((id) => ({ fault, id, lab })));
  const put = async ({ fault, id, lab }: (typeof orders)[number]): Promise<void> => {
    const tunnel = await lab.take();
    // A program that never came up would be lost in any case: red is a check of the case that did not hold.
    const { ended, checks, reason } = await tunnel.perform(id, AbortSignal.timeout(MOST));
    await lab.leave();
    const broken = checks.find(({ ok }) => !ok)?.what;
    const red = ended === 'seen' && broken !== undefined;
    tell({ fault, script: id, red, why: broken ?? reason ?? 'every check held' });
  };
  const waits = ({ id }: { readonly id: string }): boolean => scriptOf(id)?.waits !== undefined;
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
    async take(): Promise<TunnelPort> {
      target ??= tunnelTarget({
        name: fault,
        command: [process.execPath, builtFile('checks/tunnel_mutant.js'), fault],
      });
      return (await target).port('tunnel', undefined as never) as TunnelPort;
    },
    async leave(): Promise<void> {
      left--;
      if (left === 0) await (await target)?.close();
    },
  };
}
