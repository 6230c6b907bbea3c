import type { Background } from './background.js';
import type { Cause } from './causes.js';
import { counted } from './duration.js';
import { plain } from './escape.js';
import type { ValueRow } from './failure_values.js';
import type { Reading } from './readings.js';

/** The cases below a shown failure: those that fail alike, and those that prove nothing because it is their control. */
export function causeRows({ count, alike, dependents }: Cause, most = 10): ValueRow[] {
  const also = count - 1;
  return [
    ...(also === 0
      ? []
      : [
          {
            label: 'alike',
            lines: [
              `${also} more ${also === 1 ? 'fails' : 'fail'} alike: ${names(
                alike.map(({ id }) => id),
                also,
                most,
              )}`,
            ],
          },
        ]),
    ...(dependents === undefined
      ? []
      : [
          {
            label: 'depend',
            lines: [
              `and ${dependents.count} that ${dependents.count === 1 ? 'depends' : 'depend'} on it: ${names(dependents.examples, dependents.count, most)}`,
            ],
          },
        ]),
  ];
}

function names(ids: readonly string[], count: number, most: number): string {
  const shown = ids.slice(0, most).map((id) => plain(id));
  return `${shown.join(', ')}${count > shown.length ? ` and ${count - shown.length} more` : ''}`;
}

/** One sentence that says which reading the target seems to follow, and where to read about it. */
export function readingText(reading: Reading, background: Background): string {
  const { subject, gating, failed, passing, passed, related } = reading;
  // Other findings also touch these cases. The one about the two readings is that of the clause that most of them cite.
  const findings = related.map((one) => background.findings([one])).find(({ length }) => length > 0) ?? [];
  const ids = findings.map(({ id }) => plain(id)).join(', ');
  return [
    `${plain(subject)}: ${counted(failed, 'case')} of the reading "${plain(gating)}" ${failed === 1 ? 'does' : 'do'} not pass,`,
    `and all ${passed} of "${plain(passing)}" pass.`,
    `If the target speaks "${plain(passing)}", let it declare that dialect: see docs/dialects.md${ids === '' ? '' : ` and ${ids}`}.`,
  ].join(' ');
}

/** Failures that do not gate, by level. A green verdict mentions them. */
export function ungatedText(ungated: ReadonlyMap<string, number>): string {
  const total = [...ungated.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return '';
  const parts = [...ungated]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([level, count]) => `${count} ${level}`);
  return `${counted(total, 'fail')} ${total === 1 ? 'does' : 'do'} not gate: ${parts.join(', ')}`;
}
