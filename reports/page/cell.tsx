/** One clause in one implementation: its cases, those that fail in full. */
import { plain } from '../escape.js';
import type { ResultRow } from '../html/data.js';
import { Glyph } from './glyph.js';
import type { Cell } from './matrix_rows.js';
import { type Column, isWorse, type Model, shownOf, verdictOf } from './model.js';
import { hashOf } from './route.js';
import { Rows } from './rows.js';
import { Sheet } from './sheet.js';

interface Props {
  readonly model: Model;
  readonly cell: Cell;
  readonly close: () => void;
}

const MOST_IN_FULL = 5;

export function CellDrawer({ model, cell, close }: Props) {
  const { clause, column } = cell;
  const found = worstFirst(column, new Set(clause.cases));
  const bar = (
    <>
      <span class="note">{clause.level}</span>
      <span class="spring" />
    </>
  );
  return (
    <Sheet titleId="cell-title" close={close} bar={bar}>
      <header>
        <h2 id="cell-title">{plain(clause.id)}</h2>
        {clause.text === '' ? null : <p>{plain(clause.text, 1000)}</p>}
        <p class="aside">{plain(column.label)}</p>
      </header>
      {found.map(([at, row], place) => (
        <OneOf key={at} {...{ model, column, at, row }} full={place < MOST_IN_FULL && isBad(row)} />
      ))}
    </Sheet>
  );
}

const isBad = (row: ResultRow): boolean => verdictOf(row) === 'fail' || verdictOf(row) === 'error';

function worstFirst(
  { results }: Column,
  cases: ReadonlySet<number>,
): readonly (readonly [number, ResultRow])[] {
  const found = [...results.entries()].filter(([, row]) => cases.has(row[0]));
  return found.sort(
    ([, a], [, b]) =>
      Number(isWorse(verdictOf(b), verdictOf(a))) - Number(isWorse(verdictOf(a), verdictOf(b))),
  );
}

interface OneProps {
  readonly model: Model;
  readonly column: Column;
  readonly at: number;
  readonly row: ResultRow;
  readonly full: boolean;
}

function OneOf({ model, column, at, row, full }: OneProps) {
  const one = model.cases[row[0]];
  return (
    <article class={full ? 'one-of full' : 'one-of'}>
      <p>
        <Glyph verdict={verdictOf(row)} />
        <a href={hashOf(model, { column, at })}>{plain(one?.title ?? '', 300)}</a>
        <span class="id">{plain(one?.id ?? '')}</span>
      </p>
      {full ? (
        <Rows rows={shownOf(model, column, row).rows.filter(({ label }) => label !== 'clause')} />
      ) : null}
    </article>
  );
}
