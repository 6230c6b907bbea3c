import type { Reader } from '../bytes/reader.js';

/**
 * Section 3.3: a body begins with a domain separator whose last character is its version. Undefined when it is not one
 * of them.
 */
export function separatorVersion<const V extends number>(
  reader: Reader,
  prefix: string,
  versions: readonly V[],
): V | undefined {
  const text = String.fromCharCode(...reader.take('separator', prefix.length + 1));
  return versions.find((version) => text === `${prefix}${version}`);
}
