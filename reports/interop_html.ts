/** The matrices of an interop run as one page without scripts. Each cell links to its failures. */
import { entities, markup } from './escape.js';
import { policyOf } from './html/assets.js';
import {
  cellAt,
  cellText,
  interopVerdict,
  openOf,
  type ShownCell,
  type ShownInterop,
  titleOf,
  told,
} from './interop.js';

const TITLE = 'Who works with whom';
const STYLE =
  ':root{color-scheme:light dark;--ground:#fff;--ink:#1d1f23;--line:#888;--link:#0b5cad;--pass:#e3f3ec;--fail:#fdeae1;--open:#fbf0d4}' +
  '@media(prefers-color-scheme:dark){:root{--ground:#16181c;--ink:#e8e6e1;--link:#7db7f2;--pass:#12332a;--fail:#45210f;--open:#3a2e0c}}' +
  'body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;background:var(--ground);color:var(--ink)}' +
  'a{color:var(--link)}table{border-collapse:collapse}th,td{border:1px solid var(--line);padding:.3rem .6rem;text-align:left}' +
  'td.pass{background:var(--pass)}td.fail{background:var(--fail)}td.blocked,td.error{background:var(--open)}' +
  'section{border-top:1px solid var(--line);margin-top:1rem}section:target{outline:2px solid var(--link);outline-offset:.4rem}code{word-break:break-word}';

export const interopHtml = (matrices: readonly ShownInterop[]): string =>
  [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    `<meta http-equiv="Content-Security-Policy" content="${policyOf({ style: STYLE })}">\n`,
    '<meta name="viewport" content="width=device-width">\n',
    `<title>${TITLE}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<main>\n<h1>${TITLE}</h1>\n`,
    `<p>${markup(interopVerdict(matrices).trim())}</p>\n`,
    ...matrices.map(section),
    '</main>\n</body>\n</html>\n',
  ].join('');

function section(matrix: ShownInterop): string {
  const rows = matrix.rowNames.map((row) => {
    const cells = matrix.columnNames.map((column) => cellHtml(matrix, cellAt(matrix, row, column)));
    return `<tr><th scope="row">${markup(row)}</th>${cells.join('')}</tr>\n`;
  });
  const columns = matrix.columnNames.map((name) => `<th scope="col">${markup(name)}</th>`);
  return [
    `<h2>${markup(titleOf(matrix))}</h2>\n<table>\n`,
    `<tr><td>${markup(matrix.rows)} \\ ${markup(matrix.columns)}</td>${columns.join('')}</tr>\n`,
    ...rows,
    '</table>\n',
    ...told(matrix).map((cell) => details(matrix, cell)),
  ].join('');
}

/** The anchor of a cell. Names of peers have only letters, digits, dots, dashes and underscores. */
const idOf = ({ what }: ShownInterop, { row, column }: ShownCell): string =>
  entities(`${what}-${row}-${column}`.replace(/[^\w.-]/g, '_'));

function cellHtml(matrix: ShownInterop, cell: ShownCell | undefined): string {
  const text = markup(cellText(cell));
  if (!cell || cell.verdict === 'pass' || cell.verdict === 'skip') {
    return `<td class="${cell?.verdict ?? 'skip'}">${text}</td>`;
  }
  return `<td class="${cell.verdict}"><a href="#${idOf(matrix, cell)}">${text}</a></td>`;
}

function details(matrix: ShownInterop, cell: ShownCell): string {
  const questions = openOf(cell).map(
    ({ id, title, reason = 'no reason was given' }) =>
      `<li><code>${markup(id)}</code> ${markup(title)}<br><code>${markup(reason, 1000)}</code></li>\n`,
  );
  return [
    `<section id="${idOf(matrix, cell)}">\n<h3>${markup(`${cell.row} x ${cell.column}`)}: ${markup(cellText(cell))}</h3>\n`,
    ...cell.blame.map((sentence) => `<p>${markup(sentence, 1000)}</p>\n`),
    `<ul>\n${questions.join('')}</ul>\n</section>\n`,
  ].join('');
}
