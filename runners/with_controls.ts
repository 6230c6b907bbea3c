import type { Case } from '../suites/model.js';
import { controlFault } from './controls.js';
import { type Judgement, judgeBesideControl } from './judge.js';

/** The judgement of a case alone, and with its control. */
export interface Controlled<J extends Judgement> {
  readonly own: J;
  /** With the control taken into account. */
  readonly judgement: Judgement;
  readonly control?: { readonly id: string; readonly answer: J };
}

/** Runs cases. Each control runs once for all cases that name it, also when it is not in the plan. */
export function withControls<J extends Judgement>(
  all: readonly Case[],
  planned: readonly Case[],
  judged: (one: Case) => Promise<J>,
): (one: Case) => Promise<Controlled<J>> {
  const byId = new Map(all.map((one) => [one.id, one]));
  const isControl = new Set(planned.flatMap(({ control }) => control ?? []));
  const ran = new Map<string, Promise<J>>();
  const once = (one: Case): Promise<J> => {
    const answer = ran.get(one.id) ?? judged(one);
    ran.set(one.id, answer);
    return answer;
  };
  return async (one) => {
    const own = await (isControl.has(one.id) ? once(one) : judged(one));
    const fault = own.verdict === 'pass' ? controlFault(one, byId) : undefined;
    if (fault !== undefined) return { own, judgement: { verdict: 'error', reason: fault } };
    const control = one.control === undefined ? undefined : byId.get(one.control);
    if (!control || own.verdict !== 'pass') return { own, judgement: own };
    const answer = await once(control);
    return {
      own,
      judgement: judgeBesideControl(own, control.id, answer),
      control: { id: control.id, answer },
    };
  };
}
