import type { Answer } from '../../suites/codec.js';
import type { Flight } from './flight.js';
import { adapterProtocol } from './protocol.js';

export interface Fault {
  readonly detail: string;
  /** The request whose answer went wrong, where the bytes say so. */
  readonly id?: number;
}

export interface Batch {
  readonly answers: ReadonlyMap<number, Answer>;
  /** What ended the reading. */
  readonly fault?: Fault;
}

/**
 * Reads the lines that came together before any of them counts, so that an answer that is repeated at once is charged
 * to its own request.
 */
export function readBatch(lines: readonly (string | undefined)[], waiting: Flight<unknown>): Batch {
  const protocol = adapterProtocol();
  const answers = new Map<number, Answer>();
  for (const line of lines) {
    if (line === undefined) return { answers, fault: { detail: 'a line that is not UTF-8' } };
    const said = protocol.readAnswer(line);
    if ('nonsense' in said) {
      const { nonsense: detail, id } = said;
      if (id === undefined || waiting.get(id) === undefined) return { answers, fault: { detail } };
      answers.delete(id);
      return { answers, fault: { detail, id } };
    }
    const { id, answer } = said;
    if (answers.delete(id)) return { answers, fault: { detail: `answered ${id} twice`, id } };
    if (waiting.get(id) === undefined) return { answers, fault: { detail: unexpected(id, waiting.last) } };
    answers.set(id, answer);
  }
  return { answers };
}

function unexpected(id: number, last: number): string {
  return id > 0 && id <= last ? `answered ${id} a second time` : `answered ${id}, which was not asked`;
}
