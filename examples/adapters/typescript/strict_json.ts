import { Refused } from './operation.js';

const MAX_DEPTH = 32;

/** RFC 8259. It rejects where parsers disagree: a duplicate name, a lone surrogate, deep nesting. */
export function parseStrictly(octets: Uint8Array): unknown {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
    value = JSON.parse(text);
  } catch (error) {
    throw new Refused(`not JSON: ${String(error)}`);
  }
  check(text);
  return value;
}

/** Checks text that is valid JSON, in one pass. */
function check(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/gs)) {
    if (token === '{' || token === '[') {
      if (open.length === MAX_DEPTH) throw new Refused('nested too deep');
      open.push(token === '{' ? new Set() : undefined);
      isName = token === '{';
    } else if (token === '}' || token === ']') {
      open.pop();
      isName = false;
    } else if (token === ',') {
      isName = open.at(-1) !== undefined;
    } else {
      const read = JSON.parse(token) as string;
      if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(read)) {
        throw new Refused('a lone surrogate');
      }
      const names = open.at(-1);
      if (isName && names?.has(read)) throw new Refused('a member name occurs twice');
      if (isName) names?.add(read);
      isName = false;
    }
  }
}
