/** One wrong spelling of a module: a stretch of its text, and what stands there instead. */
export interface Change {
  /** `function/operator-N`: the Nth place of one operator in one function. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly what: string;
  /** The reject code that the place is about, where it is about one. */
  readonly code?: string;
}

export const apply = (source: string, { start, end, text }: Change): string =>
  source.slice(0, start) + text + source.slice(end);
