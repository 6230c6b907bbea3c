/** What a page shows without its script: the verdict, the counts, and each failure by name. */
import { EXIT, exitWords } from '../../exit.js';
import { counted, duration } from '../duration.js';
import { markup } from '../escape.js';
import type { EndedRun } from './collect.js';

const MOST_SHOWN = 20;

const wordOf = (exit: number | undefined): string => exitWords[exit ?? EXIT.incomplete] ?? '';

export function titleOf(runs: readonly EndedRun[]): string {
  const [first] = runs;
  if (!first) return 'conform';
  const names = [...new Set(runs.flatMap(({ header }) => header.targets.map(({ name }) => name)))];
  const what = names.length === 1 ? markup(names[0] ?? '', 100) : counted(names.length, 'implementation');
  return runs.length === 1 ? `${wordOf(first.footer?.exit)}: ${what} - conform` : `${what} - conform`;
}

export const shell = (runs: readonly EndedRun[]): string =>
  `<main class="shell">${runs.map((run) => runShell(run)).join('')}</main>`;

function runShell({ header, footer, causes }: EndedRun): string {
  const names = header.targets.map(({ name }) => markup(name, 200)).join(', ');
  const counts = footer
    ? Object.entries(footer.counts)
        .map(([verdict, count]) => `${count} ${verdict}`)
        .join(', ')
    : 'the run did not end';
  const reasons = (footer?.reasons ?? []).map((reason) => `<li>${markup(reason, 1000)}</li>`);
  const shown = causes.list.slice(0, MOST_SHOWN).map(({ first, count }) => {
    return `<li><code>${markup(first.id)}</code>: ${markup(first.title, 1000)}${count > 1 ? ` (and ${count - 1} alike)` : ''}</li>`;
  });
  return [
    `<h1>${wordOf(footer?.exit)}: ${names}</h1>`,
    `<p>${counts}${footer ? ` in ${duration(footer.ms)}` : ''}</p>`,
    reasons.length > 0 ? `<ul>${reasons.join('')}</ul>` : '',
    shown.length > 0 ? `<h2>Failures</h2><ul>${shown.join('')}</ul>` : '',
    '<noscript><p>The rest of this page needs JavaScript.</p></noscript>',
  ].join('\n');
}
