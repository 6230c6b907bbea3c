/** Clauses down, implementations across. A section opens to its clauses, a cell to its cases. */
import { useMemo, useState } from 'preact/hooks';
import { plain } from '../escape.js';
import { CellDrawer } from './cell.js';
import type { ClauseCell, Standing } from './clauses.js';
import { SAYS } from './coverage.js';
import { Glyph } from './glyph.js';
import { moveInTable } from './keys.js';
import { type Cell, differs, type MatrixRow, matrixOf } from './matrix_rows.js';
import type { Column, Model } from './model.js';

export function Matrix({ model }: { readonly model: Model }) {
  const rows = useMemo(() => matrixOf(model), [model]);
  const [only, setOnly] = useState(false);
  const [cell, setCell] = useState<Cell>();
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(rows.filter(isTelling).map(keyOf)));
  const shown = only ? rows.filter(({ cells }) => cells.some(differs)) : rows;
  const toggle = (row: MatrixRow) => {
    const next = new Set(opened);
    if (!next.delete(keyOf(row))) next.add(keyOf(row));
    setOpened(next);
  };
  const isAllOpen = shown.every((row) => opened.has(keyOf(row)));
  return (
    <section id="matrix" aria-labelledby="matrix-title">
      <h2 id="matrix-title">
        Clause by clause{' '}
        <small>{`${rows.flatMap(({ cells }) => cells).filter(differs).length} clauses differ`}</small>
      </h2>
      <div class="matrix-bar">
        <label>
          <input type="checkbox" checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} />{' '}
          Only where they differ
        </label>
        <button
          type="button"
          class="quiet"
          onClick={() => setOpened(new Set(isAllOpen ? [] : shown.map(keyOf)))}
        >
          {isAllOpen ? 'Close all sections' : 'Open all sections'}
        </button>
      </div>
      <div class="scroll tall">
        <table class="matrix" onKeyDown={moveInTable}>
          <thead>
            <tr>
              <th scope="col">clause</th>
              {model.columns.map(({ at, label }) => (
                <th key={at} scope="col" title={plain(label)}>
                  <span>{plain(label, 200)}</span>
                </th>
              ))}
            </tr>
          </thead>
          {shown.map((row) => (
            <SectionBody
              key={keyOf(row)}
              {...{ model, row, only, setCell }}
              open={opened.has(keyOf(row))}
              toggle={() => toggle(row)}
            />
          ))}
        </table>
      </div>
      {cell ? <CellDrawer model={model} cell={cell} close={() => setCell(undefined)} /> : null}
    </section>
  );
}

const keyOf = ({ section }: MatrixRow): string => `${section.protocol} ${section.section}`;

/** Opened at first: where something is broken in one and not in another. */
const isTelling = ({ cells }: MatrixRow): boolean => cells.some(differs);

interface BodyProps {
  readonly model: Model;
  readonly row: MatrixRow;
  readonly only: boolean;
  readonly open: boolean;
  readonly toggle: () => void;
  readonly setCell: (cell: Cell) => void;
}

function SectionBody({ model, row, only, open, toggle, setCell }: BodyProps) {
  const { protocol, section } = row.section;
  const clauses = only ? row.cells.filter(differs) : row.cells;
  return (
    <tbody>
      <tr class="section-row">
        <th scope="rowgroup">
          <button type="button" aria-expanded={open} onClick={toggle}>
            <span class="arrow" aria-hidden="true" /> {plain(protocol)} <b>{plain(section)}</b>
          </button>
        </th>
        {model.columns.map(({ at }) => (
          <Share key={at} cells={row.cells.flatMap((cells) => cells[at] ?? [])} />
        ))}
      </tr>
      {open
        ? clauses.map((cells) => (
            <tr key={cells[0]?.id}>
              <th scope="row" title={plain(cells[0]?.text ?? '', 600)}>
                <ClauseName model={model} clause={cells[0]} />
              </th>
              {cells.map((clause, at) => (
                <ClauseSquare
                  key={model.columns[at]?.at}
                  {...{ clause, setCell }}
                  column={model.columns[at]}
                />
              ))}
            </tr>
          ))
        : null}
    </tbody>
  );
}

function ClauseName({ model, clause }: { readonly model: Model; readonly clause: ClauseCell | undefined }) {
  const id = clause?.id ?? '';
  const site = model.data.site;
  const name = <span class="clause-id">{plain(id)}</span>;
  return (
    <>
      {site?.clauses.includes(id) ? (
        <a href={`${site.root}clauses/${encodeURIComponent(id)}.html`}>{name}</a>
      ) : (
        name
      )}
      <span class="clause-text">{plain(clause?.text ?? '', 140)}</span>
    </>
  );
}

/** How many of the clauses of a section hold. */
function Share({ cells }: { readonly cells: readonly ClauseCell[] }) {
  const count = (...wanted: Standing[]): number =>
    cells.filter(({ standing }) => wanted.includes(standing)).length;
  const [held, broken] = [count('pass'), count('fail', 'error')];
  const asked = held + broken + count('blocked');
  if (asked === 0) return <td class="share none">-</td>;
  return (
    <td class={`share ${broken > 0 ? 'fail' : held === asked ? 'pass' : 'blocked'}`}>
      {held} of {asked}
    </td>
  );
}

interface SquareProps {
  readonly clause: ClauseCell;
  readonly column: Column | undefined;
  readonly setCell: (cell: Cell) => void;
}

function ClauseSquare({ clause, column, setCell }: SquareProps) {
  const { standing, cases, id } = clause;
  const verdict = standing === 'excluded' ? 'none' : standing;
  if (cases.length === 0 || standing === 'none' || !column) return <td class="cell" />;
  return (
    <td class={`cell ${standing}`}>
      <button
        type="button"
        aria-label={`${plain(id)}, ${plain(column.label)}: ${SAYS[standing]}`}
        onClick={() => setCell({ clause, column })}
      >
        <Glyph verdict={verdict} bare={verdict === 'skip'} />
      </button>
    </td>
  );
}
