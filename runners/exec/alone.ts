import type { Answer } from '../../suites/codec.js';
import type { Asked } from './asked.js';
import type { Charges } from './charges.js';
import type { Lives } from './lives.js';

/** Asks one request with nothing else in flight, so that the answer or loss that follows is its outcome. */
export class Alone {
  private waiting: ((outcome: Answer) => void) | undefined;

  constructor(
    private readonly charges: Charges,
    private readonly lives: Lives,
  ) {}

  /** Gives the outcome to the request that is asked alone; false if there is none. */
  take(outcome: Answer): boolean {
    this.waiting?.(outcome);
    return this.waiting !== undefined;
  }

  /** A loss counts only in a life that was asked nothing before. After another one, the request is asked again. */
  async ask(asked: Asked): Promise<Answer> {
    for (;;) {
      const reason = this.charges.refusal(asked.request.structure);
      if (reason !== undefined) return { blocked: reason };
      const life = this.lives.current;
      if (!life) {
        await this.lives.begin();
        continue;
      }
      const { fresh } = life;
      const outcome = await new Promise<Answer>((resolve) => {
        this.waiting = resolve;
        life.ask(asked, asked.request);
      });
      this.waiting = undefined;
      if (!('lost' in outcome) || fresh) return outcome;
    }
  }
}
