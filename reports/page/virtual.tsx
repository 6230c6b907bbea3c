/** A list of any length: only the rows in view are in the page. */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props {
  readonly count: number;
  readonly height: number;
  readonly label: string;
  readonly row: (at: number) => ComponentChildren;
  /** Changes when the list is another one: it starts at its top again. */
  readonly of: unknown;
}

const SPARE = 8;

export function VirtualList({ count, height, label, row, of }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [room, setRoom] = useState(600);
  useLayoutEffect(() => {
    const measure = () => setRoom(box.current?.clientHeight ?? 600);
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, []);
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0;
    setTop(0);
  }, [of]);
  const first = Math.max(0, Math.floor(top / height) - SPARE);
  const last = Math.min(count, Math.ceil((top + room) / height) + SPARE);
  const keys = (event: KeyboardEvent) => {
    const by = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: Math.floor(room / height),
      PageUp: -Math.floor(room / height),
    }[event.key];
    const to =
      by !== undefined
        ? focusedIn(box.current) + by
        : event.key === 'Home'
          ? 0
          : event.key === 'End'
            ? count - 1
            : -1;
    if (by === undefined && event.key !== 'Home' && event.key !== 'End') return;
    event.preventDefault();
    focusRow(box.current, Math.max(0, Math.min(count - 1, to)), height);
  };
  return (
    <div
      ref={box}
      class="virtual"
      role="table"
      aria-label={label}
      aria-rowcount={count}
      tabIndex={0}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={keys}
    >
      <div class="virtual-room" role="rowgroup" style={{ height: `${count * height}px` }}>
        {Array.from({ length: Math.max(0, last - first) }, (_, place) => {
          const at = first + place;
          return (
            <div
              key={at}
              role="row"
              tabIndex={-1}
              class="result"
              aria-rowindex={at + 1}
              data-at={at}
              style={{ top: `${at * height}px`, height: `${height}px` }}
            >
              {row(at)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const focusedIn = (box: HTMLElement | null): number => {
  const row = document.activeElement?.closest<HTMLElement>('[data-at]');
  return row && box?.contains(row) ? Number(row.dataset['at']) : -1;
};

function focusRow(box: HTMLElement | null, at: number, height: number): void {
  if (!box) return;
  const top = at * height;
  if (top < box.scrollTop) box.scrollTop = top;
  if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight;
  // The row comes with the next drawing.
  const focus = (left: number): void => {
    const link = box.querySelector<HTMLElement>(`[data-at="${at}"] a`);
    if (link) link.focus({ preventScroll: true });
    else if (left > 0) requestAnimationFrame(() => focus(left - 1));
  };
  focus(10);
}
