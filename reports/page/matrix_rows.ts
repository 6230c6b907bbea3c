/** The clauses of all columns, side by side. */
import { type ClauseCell, coverageOf, type SectionRow, type Standing } from './clauses.js';
import type { Column, Model } from './model.js';

/** The same sections and clauses in each column, in the same order. */
export interface MatrixRow {
  readonly section: SectionRow;
  readonly cells: readonly (readonly ClauseCell[])[];
}

/** Only what was asked of at least one of them. */
export function matrixOf(model: Model): readonly MatrixRow[] {
  const all = model.columns.map((column) => coverageOf(model, column));
  return (all[0] ?? []).flatMap((section, at) => {
    const columns = all.map((rows) => rows[at]?.clauses ?? []);
    const asked = section.clauses.flatMap((_, place) => {
      const cells = columns.flatMap((clauses) => clauses[place] ?? []);
      return cells.some(({ cases, standing }) => cases.length > 0 && standing !== 'none') ? [cells] : [];
    });
    return asked.length === 0 ? [] : [{ section, cells: asked }];
  });
}

const saidOf = (standing: Standing): string =>
  standing === 'skip' || standing === 'excluded' ? 'none' : standing;

/** A skip counts like a case that was not asked. */
export const differs = (cells: readonly ClauseCell[]): boolean =>
  new Set(cells.map(({ standing }) => saidOf(standing)).filter((said) => said !== 'none')).size > 1;

export interface Cell {
  readonly clause: ClauseCell;
  readonly column: Column;
}
