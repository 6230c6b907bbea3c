import type { Answer } from '../../suites/codec.js';
import type { Complete } from './lines.js';
import { adapterProtocol } from './protocol.js';

/** A request that was sent and is not answered. */
export interface Unanswered<T> {
  readonly id: number;
  readonly item: T;
}

interface Batch<T> {
  readonly answers: ReadonlyMap<Unanswered<T>, Answer>;
  /** What was wrong with the line that ended the reading. */
  readonly fault?: string;
  /** The request whose answer was wrong, if the bytes name it. */
  readonly guilty?: T;
}

/**
 * Reads all lines of a chunk before any answer counts, so that two answers to one request are charged to that request.
 * The ids up to `last` were asked.
 */
export function readBatch<T>(lines: Complete, waiting: readonly Unanswered<T>[], last: number): Batch<T> {
  const protocol = adapterProtocol();
  const answers = new Map<Unanswered<T>, Answer>();
  for (const line of lines) {
    if (line === undefined) return { answers, fault: 'a line that is not UTF-8' };
    const said = protocol.readAnswer(line);
    const asked = waiting.find(({ id }) => id === said.id);
    if ('nonsense' in said) {
      if (!asked) return { answers, fault: said.nonsense };
      answers.delete(asked);
      return { answers, fault: said.nonsense, guilty: asked.item };
    }
    if (!asked) return { answers, fault: unexpected(said.id, last) };
    if (answers.delete(asked)) return { answers, fault: `answered ${said.id} twice`, guilty: asked.item };
    answers.set(asked, said.answer);
  }
  return { answers };
}

function unexpected(id: number, last: number): string {
  return id > 0 && id <= last ? `answered ${id} a second time` : `answered ${id}, which was not asked`;
}
