/** Node 12 must be able to read this file: `bin/conform.ts` imports it to refuse a Node that is too old. */

/** As `engines` in package.json says. */
export const OLDEST_NODE = '20.19';

export function nodeSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
