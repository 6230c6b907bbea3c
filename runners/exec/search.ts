/** Finds out which of the requests in flight caused a loss. */
import type { Answer } from '../../suites/codec.js';
import type { Asked } from './asked.js';
import type { Loss } from './life.js';

export interface Means {
  ask(asked: Asked): Promise<Answer>;
  settle(asked: Asked, answer: Answer): void;
}

/**
 * Asks the suspects again one at a time. A request that loses the adapter alone is charged, and the others get their
 * answers. If none does, the oldest is charged: a crash that does not repeat is still no pass.
 */
export async function search(
  { ask, settle }: Means,
  loss: Loss,
  unanswered: readonly Asked[],
  guilty?: Asked,
): Promise<void> {
  const suspects = unanswered.filter((asked) => !asked.over);
  const culprit = guilty ?? (unanswered.length === 1 ? suspects[0] : undefined);
  let found = suspects.length < unanswered.length || culprit !== undefined;
  let first: Answer | undefined;
  if (culprit && !culprit.over) settle(culprit, loss);
  for (const suspect of suspects) {
    if (suspect === culprit || suspect.over) continue;
    const answer = await ask(suspect);
    found ||= 'lost' in answer;
    if (suspect === suspects[0] && !('lost' in answer)) first = answer;
    else settle(suspect, answer);
  }
  const [oldest] = suspects;
  if (oldest && first) settle(oldest, found ? first : unrepeated(loss, unanswered.length));
}

function unrepeated(loss: Loss, inFlight: number): Loss {
  return { ...loss, detail: `${loss.detail}, with ${inFlight} in flight and not again with one` };
}
