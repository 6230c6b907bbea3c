/** The arrow keys go from button to button in a table. */
const STEPS: Readonly<Record<string, readonly [down: number, across: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

export function moveInTable(event: KeyboardEvent): void {
  const [down, across] = STEPS[event.key] ?? [0, 0];
  const here =
    event.target instanceof HTMLElement ? event.target.closest<HTMLTableCellElement>('td, th') : null;
  const table = here?.closest('table');
  if (!here || !table || (down === 0 && across === 0)) return;
  const row = here.closest('tr');
  let [y, x] = [row?.rowIndex ?? 0, here.cellIndex];
  for (;;) {
    y += down;
    x += across;
    const cell = table.rows[y]?.cells[x];
    if (!cell) return;
    const button = cell.querySelector<HTMLElement>('button, a');
    if (!button) continue;
    event.preventDefault();
    button.focus();
    return;
  }
}
