import { unknown } from './suggest.js';

/** An error for each word that looks like an option but is not known, with a guess at what was meant. */
export function unknownOptions(words: readonly string[], known: readonly string[]): string[] {
  const end = words.indexOf('--');
  const spoken = known.map((name) => `--${name}`);
  return (end < 0 ? words : words.slice(0, end)).flatMap((word) => {
    const [, name] = /^--([^=]+)/.exec(word) ?? [];
    if (name === undefined || known.includes(name) || known.includes(name.replace(/^no-/, ''))) return [];
    return [unknown('option', `--${name}`, spoken)];
  });
}
