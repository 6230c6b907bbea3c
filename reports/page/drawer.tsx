/** One result in full, over the page: its link, its bytes, and the command that asks it again. */
import { useEffect, useRef } from 'preact/hooks';
import { duration } from '../duration.js';
import { plain } from '../escape.js';
import { Glyph } from './glyph.js';
import { type Model, shownOf, verdictOf } from './model.js';
import { hashOf, type Place } from './route.js';
import { Copy, Rows } from './rows.js';

interface Props {
  readonly model: Model;
  readonly place: Place;
  readonly close: () => void;
  /** One forward or back in what is listed. */
  readonly step?: ((by: 1 | -1) => void) | undefined;
}

export function Drawer({ model, place, close, step }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!dialog.current || dialog.current.open) return;
    dialog.current.showModal();
    // A reader begins with the title, not with the first button.
    body.current?.focus();
  }, []);
  const { column, at } = place;
  const row = column.results[at];
  if (!row) return null;
  const { id, title, notes, rows } = shownOf(model, column, row);
  const verdict = verdictOf(row);
  const one = model.cases[row[0]];
  const keys = (event: KeyboardEvent) => {
    const by =
      event.key === 'ArrowRight' || event.key === 'j'
        ? 1
        : event.key === 'ArrowLeft' || event.key === 'k'
          ? -1
          : 0;
    if (by !== 0 && step && !(event.target instanceof HTMLPreElement)) step(by);
  };
  return (
    <dialog
      ref={dialog}
      class="drawer"
      aria-labelledby="drawer-title"
      onClose={close}
      onKeyDown={keys}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="drawer-body" tabIndex={-1} ref={body}>
        <header>
          <div class="drawer-bar">
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
            />
            <button type="button" class="quiet" aria-label="Close" onClick={() => dialog.current?.close()}>
              ✕
            </button>
          </div>
          <h2 id="drawer-title">{title}</h2>
          <p class="id">{id}</p>
          <p class="aside">
            {plain(column.label)}
            {row[2] > 0 ? `, ${duration(row[2])}` : ''}
            {one && one.tags.length > 0 ? `, ${one.tags.map((tag) => plain(tag)).join(', ')}` : ''}
          </p>
        </header>
        <Rows rows={rows} />
      </div>
    </dialog>
  );
}
