import { defined } from '../defined.js';
import type { Output } from './output.js';

/** An output that keeps what is written, for whoever wants a report as text. */
export function memory(options: { color?: boolean; columns?: number } = {}): Output & { text(): string } {
  const parts: string[] = [];
  return {
    color: options.color ?? false,
    ...defined({ columns: options.columns }),
    write: (text) => {
      parts.push(text);
    },
    text: () => parts.join(''),
  };
}
