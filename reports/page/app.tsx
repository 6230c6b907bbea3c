/** The page: the answer first, then what failed, what says nothing, the clauses, the time, and every result. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Verdict } from '../../suites/model.js';
import { plain } from '../escape.js';
import { ChangeList } from './change_list.js';
import { Coverage } from './coverage.js';
import { Drawer } from './drawer.js';
import { Failures, NotRun } from './failures.js';
import { type Filter, type Index, indexOf, matching, noFilter } from './filter.js';
import { Hero } from './hero.js';
import { Matrix } from './matrix.js';
import { type Column, dayOf, type Model } from './model.js';
import { Overview } from './overview.js';
import { Results } from './results.js';
import { hashOf, placeOf, type ResultPlace } from './route.js';
import { Timeline } from './timeline.js';
import { Waivers } from './waivers.js';

export function App({ model }: { readonly model: Model }) {
  const newest = model.columns.at(-1);
  const [column, setColumn] = useState(newest);
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [place, setPlace] = useState<ResultPlace | undefined>(() => placeOf(model, location.hash));
  const printing = usePrinting();
  const index = useIndex(model, column);
  const shown = useMemo(() => (index ? matching(model, index, filter) : []), [model, index, filter]);
  useEffect(() => {
    const take = () => setPlace(placeOf(model, location.hash));
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, [model]);
  useFilterKey();
  // A key in the filter changes only the list, so the parts above it are not drawn again.
  const above = useMemo(
    () => column && <Above {...{ model, column, setColumn, setFilter, printing }} />,
    [model, column, printing],
  );
  if (!column) return <main class="page">There is no target in this recording.</main>;
  return (
    <>
      <a class="skip-link" href="#results">
        Skip to all results
      </a>
      <main class="page">
        {above}
        <Results {...{ model, column, index, shown, filter, setFilter, printing }} />
        <Foot column={column} />
      </main>
      {place ? <Drawer model={model} place={place} close={leave} step={stepIn(model, place, shown)} /> : null}
    </>
  );
}

interface AboveProps extends ColumnsProps {
  readonly setFilter: (filter: Filter) => void;
  readonly printing: boolean;
}

function Above({ model, column, setColumn, setFilter, printing }: AboveProps) {
  const filterBy = (more: Partial<Filter>) => {
    setFilter({ ...noFilter, ...more });
    document.getElementById('results')?.scrollIntoView();
  };
  const toDetail = (one: Column) => {
    setColumn(one);
    document.getElementById('detail')?.scrollIntoView();
  };
  return (
    <>
      {model.mode === 'matrix' ? (
        <>
          <Overview model={model} choose={toDetail} />
          <Matrix model={model} />
        </>
      ) : null}
      {model.columns.length > 1 ? <Columns {...{ model, column, setColumn }} /> : null}
      <Hero
        isPart={model.mode === 'matrix'}
        column={column}
        choose={(verdict: Verdict) => filterBy({ verdicts: new Set([verdict]) })}
      />
      {model.mode === 'compare' ? <ChangeList model={model} after={column} /> : null}
      <Waivers column={column} />
      <Failures {...{ model, column, printing }} key={`failures ${column.at}`} />
      <NotRun {...{ model, column }} />
      <Coverage {...{ model, column }} choose={(text) => filterBy({ text })} />
      <Timeline {...{ model, column }} />
    </>
  );
}

/** The address loses the result; the page stays where it is. */
function leave(): void {
  history.pushState(null, '', location.href.replace(/#.*$/, ''));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function stepIn(model: Model, { column, at }: ResultPlace, shown: readonly number[]) {
  const here = shown.indexOf(at);
  if (here < 0) return undefined;
  return (by: 1 | -1) => {
    const next = shown[here + by];
    if (next !== undefined) location.replace(hashOf(model, { column, at: next }));
  };
}

/** Sorting 100,000 results must not keep the verdict from being seen. */
function useIndex(model: Model, column: Column | undefined): Index | undefined {
  const [index, setIndex] = useState<Index>();
  useEffect(() => {
    if (!column) return;
    const timer = setTimeout(() => setIndex(indexOf(model, column)));
    return () => clearTimeout(timer);
  }, [model, column]);
  return index?.column === column ? index : undefined;
}

function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => setPrinting(true);
    const end = () => setPrinting(false);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}

function useFilterKey(): void {
  useEffect(() => {
    const take = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      document.getElementById('filter-text')?.focus();
    };
    addEventListener('keydown', take);
    return () => removeEventListener('keydown', take);
  }, []);
}

interface ColumnsProps {
  readonly model: Model;
  readonly column: Column;
  readonly setColumn: (column: Column) => void;
}

function Columns({ model, column, setColumn }: ColumnsProps) {
  return (
    <nav class="columns" aria-label="Implementations">
      {model.columns.map((one) => (
        <button key={one.at} type="button" aria-pressed={one === column} onClick={() => setColumn(one)}>
          {model.mode === 'compare' && model.columns.length === 2
            ? `${one.at === 0 ? 'Before' : 'After'}: ${dayOf(one.run.header.started)}`
            : plain(one.label, 200)}
        </button>
      ))}
    </nav>
  );
}

function Foot({ column }: { readonly column: Column }) {
  return (
    <footer class="foot">
      <p>
        conform {plain(column.run.header.tool.version)}. Run it again with{' '}
        <code>
          {plain(column.run.header.targets.find(({ name }) => name === column.target)?.rerun ?? '', 1000)}
        </code>
      </p>
    </footer>
  );
}
