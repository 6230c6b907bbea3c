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
const STYLE = [
  ':root{color-scheme:light dark;--ground:#fbfaf8;--card:#fff;--sunk:#f4f2ee;--ink:#1d1f23;--soft:#5a5f68;--line:#e4e1da;--link:#0b5cad;--good:#00755a;--bad:#b93a00;--pass:#e3f3ec;--fail:#fdeae1;--open:#fbf0d4}',
  '@media(prefers-color-scheme:dark){:root{--ground:#15171a;--card:#1c1f23;--sunk:#121416;--ink:#e9e7e2;--soft:#a5a9b0;--line:#2d3137;--link:#7ab8f5;--good:#4fc3a1;--bad:#ff9466;--pass:#16332b;--fail:#3d2216;--open:#372c10}}',
  '*{box-sizing:border-box}',
  'body{font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums;margin:0;background:var(--ground);color:var(--ink)}',
  'main{max-width:72rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}',
  'h1{margin:0;font-size:2.4rem;line-height:1.15;letter-spacing:-.028em}h2{margin:2.6rem 0 .8rem;font-size:1.3rem}h3{margin:0 0 .4rem;font-size:1rem}h3 small{margin-left:.6rem;color:var(--bad);font-size:.9rem;font-weight:400}',
  '.answer{margin:.5rem 0 0;font-size:1.06rem}a{color:var(--link);text-underline-offset:.18em}',
  '.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:10px;background:var(--card)}',
  'table{min-width:100%;border-collapse:collapse}th,td{padding:.5rem .9rem;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap}tr:last-child>*{border-bottom:0}tr:first-child>*{color:var(--soft);font-size:.87rem}th[scope=row]{position:sticky;left:0;background:var(--card)}',
  'td.pass{background:var(--pass);color:var(--good)}td.fail{background:var(--fail)}td.blocked,td.error{background:var(--open)}',
  'section{margin-top:.8rem;padding:1rem 1.2rem;border:1px solid var(--line);border-radius:10px;background:var(--card);overflow-wrap:anywhere}section:target{outline:2px solid var(--link);outline-offset:2px}section p{margin:0 0 .4rem}ul{margin:0;padding:0;list-style:none}li{margin-top:.7rem}',
  'code{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.87em}li>code:first-child{color:var(--soft)}.seen{display:block;margin-top:.25rem;padding:.45rem .75rem;border-radius:7px;background:var(--sunk)}',
  '@media(max-width:46rem){main{padding:1.4rem 1rem 3rem}h1{font-size:2rem}}@media print{main{max-width:none;padding:0}section,tr{break-inside:avoid}}',
].join('');

export const interopHtml = (matrices: readonly ShownInterop[]): string =>
  [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    `<meta http-equiv="Content-Security-Policy" content="${policyOf({ style: STYLE })}">\n`,
    '<meta name="viewport" content="width=device-width">\n',
    `<title>${TITLE}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<main>\n<h1>${TITLE}</h1>\n`,
    `<p class="answer">${markup(interopVerdict(matrices).trim())}</p>\n`,
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
    `<h2>${markup(titleOf(matrix))}</h2>\n<div class="scroll" tabindex="0" role="region" aria-label="${markup(titleOf(matrix))}"><table>\n`,
    `<tr><td>${markup(matrix.rows)} \\ ${markup(matrix.columns)}</td>${columns.join('')}</tr>\n`,
    ...rows,
    '</table></div>\n',
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
      `<li><code>${markup(id)}</code> ${markup(title)}<code class="seen">${markup(reason, 1000)}</code></li>\n`,
  );
  return [
    `<section id="${idOf(matrix, cell)}">\n<h3>${markup(`${cell.row} x ${cell.column}`)} <small>${markup(cellText(cell))}</small></h3>\n`,
    ...cell.blame.map((sentence) => `<p>${markup(sentence, 1000)}</p>\n`),
    `<ul>\n${questions.join('')}</ul>\n</section>\n`,
  ].join('');
}
