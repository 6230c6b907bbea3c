import type { Reporter, Result, Verdict } from '../suites/model.js';

const VERDICTS: readonly Verdict[] = ['pass', 'fail', 'skip', 'blocked', 'error'];

/** What is not a pass, one paragraph each, and the totals. */
export function briefReporter(write: (text: string) => void): Reporter {
  let ended = false;
  return {
    line(line) {
      if (line.kind === 'result' && line.verdict !== 'pass' && line.verdict !== 'skip')
        write(paragraph(line));
      if (line.kind !== 'footer') return;
      ended = true;
      const counts = VERDICTS.filter((verdict) => line.counts[verdict] > 0).map(
        (verdict) => `${line.counts[verdict]} ${verdict}`,
      );
      write(`${counts.join(', ') || 'no results'} of ${line.planned} planned in ${line.ms} ms\n`);
      for (const reason of line.reasons) write(`  ${reason}\n`);
    },
    end() {
      if (!ended) write('the run has no end: incomplete\n');
    },
  };
}

function paragraph({ verdict, gates, id, title, requires, reason, checks = [], target }: Result): string {
  const word = gates || verdict !== 'fail' ? verdict : `${verdict}, not gating`;
  const lines = [
    `${word}: ${id}`,
    `  ${title} (${requires.join(', ')}) on ${target}`,
    ...(reason === undefined ? [] : [`  ${reason}`]),
    ...checks.flatMap(({ what, expected, observed }) => [
      `  ${what}`,
      ...(expected === undefined ? [] : [`    expected ${short(expected)}`]),
      ...(observed === undefined ? [] : [`    observed ${short(observed)}`]),
    ]),
  ];
  return `${lines.map(printable).join('\n')}\n\n`;
}

const LONGEST = 400;

const short = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}... (${text.length} characters)` : text;
};

const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}]/gu, (at) => `\\u${(at.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
