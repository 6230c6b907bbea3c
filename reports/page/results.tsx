/** Every result, filtered; a link each. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Level, Verdict } from '../../suites/model.js';
import { duration } from '../duration.js';
import { plain } from '../escape.js';
import { LEVELS, VERDICTS } from '../html/data.js';
import { type Facets, type Filter, facetsOf, type Index, noFilter } from './filter.js';
import { Glyph } from './glyph.js';
import { type Column, type Model, verdictOf } from './model.js';
import { hashOf } from './route.js';
import { VirtualList } from './virtual.js';

interface Props {
  readonly model: Model;
  readonly column: Column;
  readonly index: Index | undefined;
  readonly shown: readonly number[];
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  readonly printing: boolean;
}

const MOST_PRINTED = 500;

export function Results({ model, column, index, shown, filter, setFilter, printing }: Props) {
  const facets = useMemo(() => facetsOf(model), [model]);
  const height = useRowHeight();
  const row = (at: number) => <ResultLine {...{ model, column }} at={shown[at] ?? 0} />;
  return (
    <section id="results" aria-labelledby="results-title">
      <h2 id="results-title">
        All results <small>{plain(column.label)}</small>
      </h2>
      <FilterBar {...{ facets, filter, setFilter }} />
      <p class="found" aria-live="polite">
        {index === undefined
          ? 'Sorting...'
          : shown.length === column.results.length
            ? `${shown.length.toLocaleString('en')} results`
            : `${shown.length.toLocaleString('en')} of ${column.results.length.toLocaleString('en')} results`}
      </p>
      {printing ? (
        <div class="printed">
          {shown.slice(0, MOST_PRINTED).map((_, at) => (
            <div key={at} class="result">
              {row(at)}
            </div>
          ))}
          {shown.length > MOST_PRINTED ? <p>and {shown.length - MOST_PRINTED} more</p> : null}
        </div>
      ) : shown.length > 0 ? (
        <VirtualList count={shown.length} height={height} label="Results" row={row} of={shown} />
      ) : index ? (
        <p class="nothing">
          No result matches.{' '}
          <button type="button" class="link" onClick={() => setFilter(noFilter)}>
            Show all
          </button>
        </p>
      ) : null}
    </section>
  );
}

function ResultLine({
  model,
  column,
  at,
}: {
  readonly model: Model;
  readonly column: Column;
  readonly at: number;
}) {
  const row = column.results[at];
  const one = row && model.cases[row[0]];
  if (!row || !one) return null;
  const verdict = verdictOf(row);
  return (
    <>
      <span role="cell" class="cell-verdict">
        <Glyph verdict={verdict} />
        <span class="hidden">{verdict}</span>
      </span>
      <span role="cell" class="cell-section">
        {plain(one.section, 30)}
      </span>
      <span role="cell" class="cell-title">
        <a href={hashOf(model, { column, at })}>
          <span class="title">{plain(one.title, 200)}</span>
          <span class="id">{plain(one.id, 200)}</span>
        </a>
      </span>
      <span role="cell" class="cell-level">
        {one.level}
      </span>
      <span role="cell" class="cell-time">
        {row[2] >= 1 ? duration(row[2]) : ''}
      </span>
    </>
  );
}

interface BarProps {
  readonly facets: Facets;
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
}

function FilterBar({ facets, filter, setFilter }: BarProps) {
  const toggle = (verdict: Verdict) => {
    const verdicts = new Set(filter.verdicts);
    if (!verdicts.delete(verdict)) verdicts.add(verdict);
    setFilter({ ...filter, verdicts });
  };
  return (
    <search class="filter">
      <input
        id="filter-text"
        type="search"
        placeholder="Filter by id, title or clause   ( / )"
        aria-label="Filter by id, title or clause"
        value={filter.text}
        onInput={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
      />
      <fieldset class="toggles" aria-label="Verdict">
        {VERDICTS.map((verdict) => (
          <button
            key={verdict}
            type="button"
            aria-pressed={filter.verdicts.has(verdict)}
            onClick={() => toggle(verdict)}
          >
            <Glyph verdict={verdict} />
            {verdict}
          </button>
        ))}
      </fieldset>
      <select
        aria-label="Section"
        value={filter.section}
        onChange={(event) => setFilter({ ...filter, section: event.currentTarget.value })}
      >
        <option value="">every section</option>
        {facets.sections.map(({ protocol, sections }) => (
          <optgroup key={protocol} label={protocol}>
            <option value={protocol}>{protocol}, all</option>
            {sections.map((section) => (
              <option key={section} value={`${protocol} ${section}`}>
                {plain(protocol, 40)} {plain(section, 40)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <Choice
        name="Level"
        none="every level"
        values={LEVELS}
        value={filter.level}
        choose={(level) => setFilter({ ...filter, level: level as Level | '' })}
      />
      {facets.tags.length > 0 ? (
        <Choice
          name="Tag"
          none="every tag"
          values={facets.tags}
          value={filter.tag}
          choose={(tag) => setFilter({ ...filter, tag })}
        />
      ) : null}
      {filter === noFilter ? null : (
        <button type="button" class="quiet" onClick={() => setFilter(noFilter)}>
          Clear
        </button>
      )}
    </search>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly none: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly choose: (value: string) => void;
}

const Choice = ({ name, none, values, value, choose }: ChoiceProps) => (
  <select aria-label={name} value={value} onChange={(event) => choose(event.currentTarget.value)}>
    <option value="">{none}</option>
    {values.map((one) => (
      <option key={one} value={one}>
        {plain(one, 60)}
      </option>
    ))}
  </select>
);

const NARROW = '(max-width: 46rem)';

function useRowHeight(): number {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const take = () => setNarrow(query.matches);
    query.addEventListener('change', take);
    return () => query.removeEventListener('change', take);
  }, []);
  return narrow ? 58 : 38;
}
