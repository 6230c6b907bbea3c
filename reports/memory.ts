import { defined } from '../defined.js';
import type { Output } from './output.js';

/** An output that keeps the written text in memory. */
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
