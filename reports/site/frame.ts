/** What every page of a site has around it. */
import { markup } from '../escape.js';

export interface Framed {
  readonly title: string;
  /** From the page to the root of the site, with a slash at its end, or empty. */
  readonly root: string;
  readonly body: string;
}

const PLACES: readonly (readonly [file: string, name: string])[] = [
  ['index.html', 'Implementations'],
  ['clauses.html', 'Clauses'],
  ['search.html', 'Search'],
];

export const navigation = (root: string, here = ''): string =>
  `<nav class="site" aria-label="Site"><ul>${PLACES.map(
    ([file, name]) =>
      `<li><a href="${root}${file}"${file === here ? ' aria-current="page"' : ''}>${name}</a></li>`,
  ).join('')}</ul></nav>\n`;

/** A page without any script: its style is a file beside it. */
export const framed = ({ title, root, body }: Framed): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}style.css">
<title>${markup(title)}</title>
</head>
<body>
${navigation(root)}<main class="page">
${body}
</main>
</body>
</html>
`;

export const list = (items: readonly string[], kind = ''): string =>
  items.length === 0
    ? ''
    : `<ul${kind === '' ? '' : ` class="${kind}"`}>${items.map((one) => `<li>${one}</li>`).join('\n')}</ul>`;
