/** One result in full, over the page: its link, its bytes, and the command that asks it again. */
import { duration } from '../duration.js';
import { plain } from '../escape.js';
import type { ResultRow } from '../html/data.js';
import { Glyph } from './glyph.js';
import { type Column, type Model, shownOf, verdictOf } from './model.js';
import { hashOf, type ResultPlace } from './route.js';
import { Copy, Rows } from './rows.js';
import { Sheet } from './sheet.js';

interface Props {
  readonly model: Model;
  readonly place: ResultPlace;
  readonly close: () => void;
  /** One forward or back in what is listed. */
  readonly step?: ((by: 1 | -1) => void) | undefined;
}

export function Drawer({ model, place, close, step }: Props) {
  const { column, at } = place;
  const row = column.results[at];
  if (!row) return null;
  const { id, title, notes, rows } = shownOf(model, column, row);
  const keys = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (by !== undefined && step && !(event.target instanceof HTMLPreElement)) step(by);
  };
  return (
    <Sheet titleId="drawer-title" close={close} keys={keys} bar={<Bar {...{ model, place, notes, step }} />}>
      <header>
        <h2 id="drawer-title">{title}</h2>
        <p class="id">{id}</p>
        <p class="aside">{asideOf(model, column, row)}</p>
      </header>
      <Rows rows={rows} />
    </Sheet>
  );
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, j: 1, ArrowLeft: -1, k: -1 };

const asideOf = ({ cases }: Model, { label }: Column, row: ResultRow): string =>
  [
    plain(label),
    ...(row[2] > 0 ? [duration(row[2])] : []),
    ...(cases[row[0]]?.tags ?? []).map((tag) => plain(tag)),
  ].join(', ');

interface BarProps extends Pick<Props, 'model' | 'place' | 'step'> {
  readonly notes: readonly string[];
}

function Bar({ model, place, notes, step }: BarProps) {
  const row = place.column.results[place.at];
  const verdict = row ? verdictOf(row) : 'error';
  return (
    <>
      <span class={`pill ${verdict}`}>
        <Glyph verdict={verdict} bare />
        {verdict}
      </span>
      {notes.map((note) => (
        <span key={note} class="note">
          {note}
        </span>
      ))}
      <span class="spring" />
      {step ? (
        <>
          <button type="button" class="quiet" aria-label="Previous result" onClick={() => step(-1)}>
            ←
          </button>
          <button type="button" class="quiet" aria-label="Next result" onClick={() => step(1)}>
            →
          </button>
        </>
      ) : null}
      <Copy
        text={location.href.replace(/#.*$/, '') + hashOf(model, place)}
        what="link to this result"
        says="Copy link"
      />
    </>
  );
}
