/** What lies over the page until it is closed: by Escape, by its button, or by a click beside it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  readonly titleId: string;
  readonly close: () => void;
  readonly keys?: (event: KeyboardEvent) => void;
  /** In its bar, before the button that closes it. */
  readonly bar: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Sheet({ titleId, close, keys, bar, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!dialog.current || dialog.current.open) return;
    dialog.current.showModal();
    // A reader begins with the title, not with the first button.
    body.current?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="drawer"
      aria-labelledby={titleId}
      onClose={close}
      onKeyDown={keys}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="drawer-body" tabIndex={-1} ref={body}>
        <div class="drawer-bar">
          {bar}
          <button type="button" class="quiet" aria-label="Close" onClick={() => dialog.current?.close()}>
            ✕
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
