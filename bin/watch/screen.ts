import type { CheckedOutput } from '../../reports/output.js';

/** Left free for the line of keys and the prompt. */
const FREE = 3;
/** The counts and the verdict stand at the end. */
const TAIL = 8;

/** Keeps the lines of a report. At its end, shows the verdict and as many of the first failures as fit. */
export function screenOutput(output: CheckedOutput, rows: number): CheckedOutput {
  let kept = '';
  return {
    ...output,
    get error() {
      return output.error;
    },
    write(text) {
      kept += text;
      if (!isVerdict(kept)) return;
      output.write(fitted(kept, rows));
      kept = '';
    },
  };
}

/** The verdict is what a report says last, with its reasons. */
const isVerdict = (text: string): boolean => /^(?:\u001b\[\d+m)*(?:GREEN|RED|INCOMPLETE)\b/m.test(text);

export function fitted(text: string, rows: number): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const room = Math.max(rows - FREE, TAIL + 2);
  if (lines.length <= room) return `${lines.join('\n')}\n`;
  const head = lines.slice(0, room - TAIL - 1);
  const left = lines.length - head.length - TAIL;
  return `${[...head, `... ${left} more lines: --report console=FILE has them`, ...lines.slice(-TAIL)].join('\n')}\n`;
}
