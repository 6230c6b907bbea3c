/** Whether a target still answers. */

/** After so many requests in a row without an answer, the run stops waiting for the target. */
export const MOST_SILENT = 5;

export interface Contact {
  answered(): void;
  /** A request got no answer. Returns false once the run has stopped waiting for the target. */
  unanswered(error: Error): boolean;
  /** The errors of the last requests in a row that got no answer. */
  silence(): readonly Error[];
  /** The number of answers so far, also to second attempts. */
  answers(): number;
  /** For a second attempt, so that no silence before decides it. */
  again(): Contact;
}

export function openContact(): Contact {
  let answers = 0;
  const contact = (): Contact => {
    const silence: Error[] = [];
    return {
      answered() {
        silence.length = 0;
        answers++;
      },
      unanswered: (error) => silence.push(error) <= MOST_SILENT,
      silence: () => silence,
      answers: () => answers,
      again: contact,
    };
  };
  return contact();
}
