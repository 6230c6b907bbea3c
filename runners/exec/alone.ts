/** One request in flight and nothing beside it: what comes then, answer or loss, is its outcome. */
import type { Answer } from '../../suites/codec.js';
import type { Charges } from './charges.js';
import type { Lives } from './lives.js';
import type { Asked } from './requests.js';

export interface Alone {
  ask(asked: Asked): Promise<Answer>;
  /** Says whether one is asked alone, which then takes the outcome. */
  take(outcome: Answer): boolean;
}

export function openAlone(charges: Charges, lives: Lives): Alone {
  let waiting: ((outcome: Answer) => void) | undefined;
  return {
    take(outcome) {
      waiting?.(outcome);
      return waiting !== undefined;
    },
    /** A loss is believed of a request only where nothing else had been asked before it. */
    async ask(asked) {
      for (;;) {
        const reason = charges.refusal(asked.request.structure);
        if (reason !== undefined) return { blocked: reason };
        const life = lives.current;
        if (!life) {
          await lives.begin();
          continue;
        }
        const { fresh } = life;
        const outcome = await new Promise<Answer>((resolve) => {
          waiting = resolve;
          life.ask(asked, asked.request);
        });
        waiting = undefined;
        if (!('lost' in outcome) || fresh) return outcome;
      }
    },
  };
}
