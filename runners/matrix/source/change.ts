/** One mistake in a module: a part of its text, and the text that replaces it. */
export interface SourceChange {
  /** `function/operator-N`: the Nth place of one operator in one function. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly what: string;
  /** The reject code of the changed check, if it has one. */
  readonly code?: string;
}

export const apply = (source: string, { start, end, text }: SourceChange): string =>
  source.slice(0, start) + text + source.slice(end);
