/** Coverage as a page: a table of totals, the conclusion in words, and a row for each requirement. */
import { cellsOf, type ShownCoverage, TOTALS, totalsRows, verdictOn } from './coverage.js';
import { markup } from './escape.js';

const TITLE = 'Coverage of the requirements';
const STYLE =
  'body{font:16px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}th,td{border:1px solid #bbb;padding:.2rem .5rem;text-align:left;vertical-align:top}tr.neither,tr.waits{background:#fdd}';

export function coverageHtml(coverage: ShownCoverage): string {
  const rows = coverage.rows.map((row) => {
    const [id = '', ...cells] = cellsOf(row);
    return `<tr class="${markup(row.standing)}" id="${markup(id)}">${[id, ...cells].map(cell).join('')}</tr>\n`;
  });
  return [
    `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${TITLE}</title>\n<style>${STYLE}</style>\n<h1>${TITLE}</h1>\n`,
    `<table>\n${head(TOTALS)}${totalsRows(coverage.totals)
      .map((one) => `<tr>${one.map(cell).join('')}</tr>\n`)
      .join('')}</table>\n`,
    ...verdictOn(coverage).map((sentence) => `<p>${markup(sentence)}</p>\n`),
    `<table>\n${head(['requirement', 'level', 'standing', 'how'])}${rows.join('')}</table>\n</html>\n`,
  ].join('');
}

const head = (names: readonly string[]): string =>
  `<tr>${names.map((name) => `<th>${markup(name)}</th>`).join('')}</tr>\n`;

const cell = (text: string): string =>
  `<td>${text
    .split('\n')
    .map((line) => markup(line))
    .join('<br>')}</td>`;
