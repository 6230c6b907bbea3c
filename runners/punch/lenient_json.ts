import type { Json } from '../../suites/model.js';

/** Parses a text; undefined if it is not JSON. */
export function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
