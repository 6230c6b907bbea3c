/** Asks one request with nothing else in flight, so that the answer or loss that follows is its outcome. */
import type { Answer } from '../../suites/codec.js';
import type { Charges } from './charges.js';
import type { Lives } from './lives.js';
import type { Asked } from './requests.js';

export interface Alone {
  ask(asked: Asked): Promise<Answer>;
  /** Gives the outcome to the request that is asked alone; false if there is none. */
  take(outcome: Answer): boolean;
}

export function openAlone(charges: Charges, lives: Lives): Alone {
  let waiting: ((outcome: Answer) => void) | undefined;
  return {
    take(outcome) {
      waiting?.(outcome);
      return waiting !== undefined;
    },
    /** A loss counts only in a life that was asked nothing before. After another one, the request is asked again. */
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
