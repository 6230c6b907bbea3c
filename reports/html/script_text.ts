/** JSON inside a `<script>` of a page: no text of anybody ends the script, and nothing in it moves or hides text. */

const dangerous = /[\x7f-\x9f]|[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|<|##(?=\w*\[)|::/gu;
const mayBeDangerous = /[^\x20-\x7e]|[<#]|::/;

/** Of JSON text, in which each of these stands within a string. */
export const inScript = (json: string): string =>
  mayBeDangerous.test(json) ? json.replace(dangerous, escaped) : json;

const escaped = (text: string): string => {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    out += `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }
  return out;
};

/** What JSON and a script both hold as it is. */
const simple = /^[ !$-9;=-[\]-~]*$/;

/** One look for several texts is much quicker than several. */
export const isSimple = (text: string): boolean => simple.test(text);

/** A text as JSON inside a script. */
export const quoted = (text: string): string =>
  simple.test(text) ? `"${text}"` : inScript(JSON.stringify(text));

/** Longest texts that are kept; what shows them cuts them shorter. */
export const LONGEST = {
  id: 1000,
  text: 1200,
  name: 1000,
  rerun: 4000,
  more: 32_768,
  capabilities: 4000,
} as const;

/** The beginning of a text, never half a character. */
export function clipped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit).toWellFormed()}... (${text.length - limit} more characters)`;
}
