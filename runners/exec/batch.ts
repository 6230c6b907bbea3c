import type { Answer } from '../../suites/codec.js';
import type { Flight } from './flight.js';
import { adapterProtocol } from './protocol.js';

interface Fault {
  readonly detail: string;
  /** The request whose answer was wrong, if the bytes name it. */
  readonly id?: number;
}

export interface Batch {
  readonly answers: ReadonlyMap<number, Answer>;
  /** The line that ended the reading. */
  readonly fault?: Fault;
}

/** Reads all lines of a chunk before any answer counts, so that two answers to one request are charged to that request. */
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
