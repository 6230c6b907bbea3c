/** The answer first: what the run comes to, why, and the counts as one bar. */
import { EXIT } from '../../exit.js';
import type { Verdict } from '../../suites/model.js';
import { duration } from '../duration.js';
import { plain } from '../escape.js';
import { VERDICTS } from '../html/data.js';
import { Glyph, WORDS } from './glyph.js';
import { type Column, countsOf, dayOf } from './model.js';

const TITLES: Readonly<Record<number, { readonly word: string; readonly verdict: Verdict }>> = {
  [EXIT.green]: { word: 'Green', verdict: 'pass' },
  [EXIT.failed]: { word: 'Red', verdict: 'fail' },
  [EXIT.incomplete]: { word: 'Incomplete', verdict: 'blocked' },
  [EXIT.interrupted]: { word: 'Interrupted', verdict: 'blocked' },
};
const UNENDED = { word: 'Incomplete', verdict: 'blocked' as const };

export const endOf = (exit: number | undefined) => TITLES[exit ?? EXIT.incomplete] ?? UNENDED;

interface Props {
  readonly column: Column;
  /** One of several in the page. */
  readonly isPart: boolean;
  readonly choose: (verdict: Verdict) => void;
}

export function Hero({ column, isPart, choose }: Props) {
  const { run, target, results } = column;
  const { header, footer, causes } = run;
  const { word, verdict } = endOf(footer?.exit);
  const Title = isPart ? 'h2' : 'h1';
  const reasons = [
    ...(footer?.reasons ?? ['the run did not end']),
    ...(causes.ungated ? [causes.ungated] : []),
  ];
  return (
    <header class={`hero ${verdict}`} id={isPart ? 'detail' : undefined}>
      <p class="subject">{plain(target, 400)}</p>
      <Title class="verdict">
        <Glyph verdict={verdict} />
        {word}
      </Title>
      <ul class="reasons">
        {reasons.map((reason) => (
          <li key={reason}>{sentence(plain(reason, 1000))}</li>
        ))}
        {reasons.length === 0 ? <li>Every gating case has run, and none failed.</li> : null}
      </ul>
      <Bar counts={countsOf(results)} choose={choose} />
      <Facts column={column} />
      {(header.targets.find(({ name }) => name === target)?.remarks ?? []).map((remark) => (
        <p key={remark} class="remark">
          {plain(remark, 1000)}
        </p>
      ))}
    </header>
  );
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function Bar({
  counts,
  choose,
}: {
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly choose?: (verdict: Verdict) => void;
}) {
  const shown = VERDICTS.filter((verdict) => counts[verdict] > 0);
  return (
    <div class="counts">
      <div class="bar" aria-hidden="true">
        {shown.map((verdict) => (
          <span key={verdict} class={verdict} style={{ flexGrow: String(counts[verdict]) }} />
        ))}
      </div>
      <ul class="legend">
        {shown.map((verdict) => (
          <li key={verdict}>
            <button type="button" onClick={() => choose?.(verdict)}>
              <Glyph verdict={verdict} />
              <b>{counts[verdict].toLocaleString('en')}</b> {WORDS[verdict]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Facts({ column }: { readonly column: Column }) {
  const { header, footer } = column.run;
  const asked = new Set(header.specs.map(({ protocol }) => protocol));
  const facts: readonly (readonly [string, string])[] = [
    ['started', `${dayOf(header.started)} UTC`],
    ...(footer ? [['took', duration(footer.ms)] as const] : []),
    ['cases', header.planned.toLocaleString('en')],
    ['gates', header.requirements?.join(', ') ?? `level ${header.level}`],
    ['profile', header.profile],
    ['seed', String(header.seed)],
    ['conform', header.tool.version],
    ...(asked.size > 0
      ? [
          [
            'specifications',
            header.specs.map(({ protocol, version }) => `${protocol} ${version}`).join(', '),
          ] as const,
        ]
      : []),
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{plain(value, 300)}</dd>
        </div>
      ))}
    </dl>
  );
}
