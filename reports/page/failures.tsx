/** What failed, by cause: one failure in full, the others and what depends on them by name. */
import { useState } from 'preact/hooks';
import { plain } from '../escape.js';
import type { CauseData, CausesData } from '../html/data.js';
import { Glyph } from './glyph.js';
import { type Column, type Model, shownOf, verdictOf } from './model.js';
import { hashOf } from './route.js';
import { Rows } from './rows.js';

interface Props {
  readonly model: Model;
  readonly column: Column;
  readonly printing: boolean;
}

const OPEN_AT_FIRST = 2;
const SHOWN_AT_FIRST = 30;

export function Failures({ model, column, printing }: Props) {
  const { causes } = column.run;
  const place = column.run.columns.findIndex(({ target }) => target === column.target);
  const own = causes.list.filter((cause) => cause.column === place);
  const [all, showAll] = useState(false);
  if (own.length === 0) return null;
  const shown = all || printing ? own : own.slice(0, SHOWN_AT_FIRST);
  const total = own.reduce((sum, { count }) => sum + count, 0);
  return (
    <section id="failures" aria-labelledby="failures-title">
      <h2 id="failures-title">
        Failures <small>{summary(own.length, total)}</small>
      </h2>
      {causes.readings.map((reading) => (
        <p key={reading} class="remark">
          {reading}
        </p>
      ))}
      <div class="causes">
        {shown.map((cause, at) => (
          <CauseCard key={cause.result} {...{ model, column, cause, printing }} opened={at < OPEN_AT_FIRST} />
        ))}
      </div>
      {shown.length < own.length ? (
        <button type="button" class="more" onClick={() => showAll(true)}>
          Show {own.length - shown.length} more
        </button>
      ) : null}
      {causes.untold > 0 ? <p class="aside">{causes.untold} more are in the list of all results.</p> : null}
    </section>
  );
}

const summary = (causes: number, total: number): string =>
  causes === total
    ? `${total}`
    : `${total} in ${causes} ${causes === 1 ? 'group' : 'groups'} of the same kind`;

interface CardProps extends Props {
  readonly cause: CauseData;
  readonly opened: boolean;
}

function CauseCard({ model, column, cause, opened, printing }: CardProps) {
  const [open, setOpen] = useState(opened);
  const row = column.results[cause.result];
  if (!row) return null;
  const one = model.cases[row[0]];
  const link = hashOf(model, { column, at: cause.result });
  return (
    <details class="cause" open={open || printing} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Glyph verdict={verdictOf(row)} />
        <span class="cause-title">{plain(one?.title ?? '', 1000)}</span>
        <span class="cause-id">{plain(one?.id ?? '')}</span>
        <Extent cause={cause} />
      </summary>
      {open || printing ? <CauseBody {...{ model, column, cause, link }} /> : null}
    </details>
  );
}

function Extent({ cause }: { readonly cause: CauseData }) {
  const { count, dependents } = cause;
  return (
    <span class="extent">
      {count > 1 ? <span class="chip">{`+${count - 1} alike`}</span> : null}
      {dependents ? <span class="chip">{`+${dependents.count} depend on it`}</span> : null}
    </span>
  );
}

function CauseBody({
  model,
  column,
  cause,
  link,
}: Omit<CardProps, 'opened' | 'printing'> & { readonly link: string }) {
  const row = column.results[cause.result];
  if (!row) return null;
  const { rows, notes } = shownOf(model, column, row);
  return (
    <div class="cause-body">
      <p class="cause-notes">
        <a href={link}>Link to this result</a>
        {notes.map((note) => (
          <span key={note} class="note">
            {note}
          </span>
        ))}
      </p>
      <Rows rows={rows} />
      <Names {...{ model, column }} title="Fail alike" ids={cause.alike} count={cause.count - 1} />
      {cause.dependents ? (
        <Names
          {...{ model, column }}
          title="Depend on it, so they prove nothing"
          ids={cause.dependents.examples}
          count={cause.dependents.count}
        />
      ) : null}
    </div>
  );
}

interface NamesProps {
  readonly model: Model;
  readonly column: Column;
  readonly title: string;
  readonly ids: readonly string[];
  readonly count: number;
}

export function Names({ model, column, title, ids, count }: NamesProps) {
  if (count === 0) return null;
  return (
    <details class="names">
      <summary>
        {title} <b>{count}</b>
      </summary>
      <ul>
        {ids.map((id) => (
          <li key={id}>
            <a href={linkTo(model, column, id)}>{plain(id)}</a>
          </li>
        ))}
        {count > ids.length ? <li>and {count - ids.length} more</li> : null}
      </ul>
    </details>
  );
}

const linkTo = ({ columns }: Model, { label }: Column, id: string): string =>
  `#${encodeURI((columns.length === 1 ? id : `${id}@@${label}`).toWellFormed()).replaceAll('#', '%23')}`;

/** What was not run, and why; largest group first. */
export function NotRun({ model, column }: Pick<Props, 'model' | 'column'>) {
  const { header, footer, causes } = column.run;
  const groups = [
    ...groupsOf('blocked', causes),
    ...groupsOf('skipped', causes),
    ...groupsOf('unspoken', causes),
  ];
  const left =
    footer?.notRun ??
    header.planned - column.run.columns.reduce((sum, { results }) => sum + results.length, 0);
  if (groups.length === 0 && left === 0) return null;
  const total = groups.reduce((sum, { count }) => sum + count, 0) + left;
  return (
    <section id="not-run" aria-labelledby="not-run-title">
      <h2 id="not-run-title">
        Not run, or not counted <small>{total} skipped, blocked, not reached, or of another reading</small>
      </h2>
      <div class="groups">
        {left > 0 ? (
          <p class="group">
            <b>{left}</b> <span>were planned and not reached: the run ended before.</span>
          </p>
        ) : null}
        {groups.map(({ kind, verdict, reason, count, examples }) => (
          <details key={`${kind} ${reason}`} class="group">
            <summary>
              <b>{count}</b>
              <Glyph verdict={verdict} />
              <span>{plain(reason, 300)}</span>
            </summary>
            <ul>
              {examples.map((id) => (
                <li key={id}>
                  <a href={linkTo(model, column, id)}>{plain(id)}</a>
                </li>
              ))}
              {count > examples.length ? <li>and {count - examples.length} more</li> : null}
            </ul>
          </details>
        ))}
      </div>
    </section>
  );
}

const MARKS = { blocked: 'blocked', skipped: 'skip', unspoken: 'skip' } as const;

const groupsOf = (kind: keyof typeof MARKS, causes: CausesData) =>
  causes[kind].map((group) => ({ ...group, kind, verdict: MARKS[kind] }));
