/** Keys of a terminal, one by one; of a pipe, its characters. */
export interface Keyboard {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', heard: (chunk: Buffer) => void): unknown;
  off(event: 'data', heard: (chunk: Buffer) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

export function watchKeys(keyboard: Keyboard, pressed: (key: string) => void): { close(): void } {
  const heard = (chunk: Buffer): void => {
    const text = chunk.toString('utf8');
    // Arrows and function keys send a sequence of characters, and no command has one.
    if (text.length > 1 && text.startsWith('\u001b')) return;
    for (const key of text) pressed(key);
  };
  if (keyboard.isTTY) keyboard.setRawMode?.(true);
  keyboard.on('data', heard);
  keyboard.resume();
  return {
    close() {
      keyboard.off('data', heard);
      if (keyboard.isTTY) keyboard.setRawMode?.(false);
      keyboard.pause();
    },
  };
}
