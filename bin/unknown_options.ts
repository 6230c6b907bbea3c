import { unknown } from './suggest.js';

/** Words that look like options and are none of these, each with what was likely meant. */
export function unknownOptions(words: readonly string[], known: readonly string[]): string[] {
  const end = words.indexOf('--');
  const spoken = known.map((name) => `--${name}`);
  return (end < 0 ? words : words.slice(0, end)).flatMap((word) => {
    const [, name] = /^--([^=]+)/.exec(word) ?? [];
    if (name === undefined || known.includes(name) || known.includes(name.replace(/^no-/, ''))) return [];
    return [unknown('option', `--${name}`, spoken)];
  });
}
