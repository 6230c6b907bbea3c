/** How the run went over time: verdicts by moment, and what took longest. */
import { useMemo } from 'preact/hooks';
import type { Verdict } from '../../suites/model.js';
import { duration } from '../duration.js';
import { plain } from '../escape.js';
import { VERDICTS } from '../html/data.js';
import { type Column, type Model, verdictOf } from './model.js';
import { hashOf } from './route.js';

const BINS = 120;
const HEIGHT = 72;
const SLOWEST = 12;

type Bin = Record<Verdict, number>;

function binsOf({ results }: Pick<Column, 'results'>, length: number): readonly Bin[] {
  const bins = Array.from({ length: BINS }, () => ({ pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 }));
  for (const row of results) {
    const bin = bins[Math.min(BINS - 1, Math.floor((row[3] / length) * BINS))];
    if (bin) bin[verdictOf(row)]++;
  }
  return bins;
}

interface Props {
  readonly model: Model;
  readonly column: Column;
}

export function Timeline({ model, column }: Props) {
  const { results, run } = column;
  const length = Math.max(
    1,
    run.footer?.ms ?? 0,
    ...[results.reduce((most, row) => Math.max(most, row[3]), 0)],
  );
  const bins = useMemo(() => binsOf(column, length), [column, length]);
  const slowest = useMemo(
    () =>
      results
        .map((_, at) => at)
        .sort((a, b) => (results[b]?.[2] ?? 0) - (results[a]?.[2] ?? 0))
        .slice(0, SLOWEST)
        .filter((at) => (results[at]?.[2] ?? 0) >= 1),
    [results],
  );
  const isTimed = results.some((row) => row[3] > 0);
  if (!isTimed && slowest.length === 0) return null;
  return (
    <section id="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">
        Timeline <small>{duration(length)}</small>
      </h2>
      {isTimed ? <Chart bins={bins} length={length} /> : null}
      <h3>Longest</h3>
      <ol class="slowest">
        {slowest.map((at) => (
          <Slow
            key={at}
            {...{ model, column, at, length: isTimed ? length : (results[slowest[0] ?? 0]?.[2] ?? 1) }}
          />
        ))}
      </ol>
    </section>
  );
}

const STACK: readonly Verdict[] = ['fail', 'error', 'blocked', 'pass', 'skip'];

function Chart({ bins, length }: { readonly bins: readonly Bin[]; readonly length: number }) {
  const most = Math.max(1, ...bins.map((bin) => VERDICTS.reduce((sum, verdict) => sum + bin[verdict], 0)));
  const scale = (count: number): number => (Math.sqrt(count) / Math.sqrt(most)) * HEIGHT;
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${BINS * 8} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label="Results by the time at which they ended"
      >
        {bins.flatMap((bin, at) => {
          const total = VERDICTS.reduce((sum, verdict) => sum + bin[verdict], 0);
          let y = HEIGHT;
          return STACK.flatMap((verdict) => {
            if (bin[verdict] === 0) return [];
            const height = Math.max(
              verdict === 'fail' || verdict === 'error' ? 3 : 1,
              scale(total) * (bin[verdict] / total),
            );
            y -= height;
            return [
              <rect
                key={`${at} ${verdict}`}
                class={verdict}
                x={at * 8 + 0.5}
                y={y}
                width={7}
                height={height}
                rx="1"
              />,
            ];
          });
        })}
      </svg>
      <figcaption>
        <span>0</span>
        <span>{duration(length / 2)}</span>
        <span>{duration(length)}</span>
      </figcaption>
    </figure>
  );
}

function Slow({ model, column, at, length }: Props & { readonly at: number; readonly length: number }) {
  const row = column.results[at];
  if (!row) return null;
  const [caseAt, , ms, end] = row;
  const from = Math.max(0, end - ms) / length;
  return (
    <li>
      <a href={hashOf(model, { column, at })}>{plain(model.cases[caseAt]?.id ?? '')}</a>
      <span class="track" aria-hidden="true">
        <span
          class={verdictOf(row)}
          style={{
            left: `${Math.min(99, from * 100)}%`,
            width: `${Math.max(0.4, Math.min(100, (ms / length) * 100))}%`,
          }}
        />
      </span>
      <span class="time">{duration(ms)}</span>
    </li>
  );
}
