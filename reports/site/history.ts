/** Above the report of an implementation: its badge and the runs that there were of it. */
import { EXIT, exitWords } from '../../exit.js';
import { badgeSvg } from '../badge.js';
import { duration } from '../duration.js';
import { markup } from '../escape.js';
import { VERDICTS } from '../html/data.js';
import { navigation } from './frame.js';
import type { Implementation, SiteRun } from './recordings.js';

export function historyOf({ slug, runs }: Implementation): string {
  const newest = runs.at(-1);
  const rows = runs.toReversed().map(row);
  return `${navigation('../')}<header class="page history">
<p class="badge">${newest ? badgeSvg(newest.header, newest.footer) : ''} <a href="${slug}.svg">SVG</a> <a href="${slug}.json">shields.io endpoint</a></p>
<details${runs.length > 1 ? ' open' : ''}><summary>History: ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}</summary>
<div class="scroll"><table class="overview"><thead><tr><th scope="col">started</th><th scope="col">verdict</th>${VERDICTS.map((verdict) => `<th scope="col" class="number">${verdict}</th>`).join('')}<th scope="col">took</th><th scope="col">conform</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></details>
</header>
`;
}

function row({ header, footer }: SiteRun): string {
  const numbers = VERDICTS.map((verdict) => {
    const count = footer?.counts[verdict] ?? 0;
    return `<td class="number ${count > 0 ? verdict : 'zero'}" data-verdict="${verdict}">${count}</td>`;
  });
  const word = exitWords[footer?.exit ?? EXIT.incomplete] ?? '';
  const kind = footer?.exit === EXIT.green ? 'pass' : footer?.exit === EXIT.failed ? 'fail' : 'blocked';
  return `<tr><th scope="row">${markup(header.started.slice(0, 16).replace('T', ' '))}</th><td><span class="said ${kind}">${word}</span></td>${numbers.join('')}<td>${footer ? duration(footer.ms) : ''}</td><td>${markup(header.tool.version, 40)}</td></tr>`;
}
