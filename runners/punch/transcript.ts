import { redact } from './redact.js';

/** Records one line that was sent (>) or received (<). */
export type Exchange = (direction: '>' | '<', text: string) => void;

/** The exchanges of one case, or of a shared scenario. */
export interface Transcript {
  /** Starts a request or a WebSocket. Its lines share a number. */
  exchange(): Exchange;
  readonly step: (line: string) => void;
  /** Includes the transcript of a scenario that several cases share. */
  include(title: string, shared: Transcript): void;
  isEmpty(): boolean;
  /** The first and the last lines, redacted. A close among the last ones is often the cause. */
  lines(): readonly string[];
}

const HEAD = 40;
const TAIL = 40;
const LONGEST = 500;
/** More than is shown, so that redaction sees secrets whole. */
const KEPT = 4 * LONGEST;

/** Calls `step` with each line as it comes. */
export function createTranscript(step: (line: string) => void = () => {}): Transcript {
  const head: string[] = [];
  const tail: string[] = [];
  const shared = new Map<string, Transcript>();
  let numbers = 0;
  let lost = 0;
  const record = (line: string): void => {
    step(line);
    const kept = line.length > KEPT ? `${line.slice(0, KEPT)}… (${line.length} characters)` : line;
    if (head.length < HEAD) head.push(kept);
    else if (tail.push(kept) > TAIL) {
      tail.shift();
      lost++;
    }
  };
  // Further lines are indented, so that no body looks like an exchange.
  const shown = (line: string): string => redact(line, LONGEST).replaceAll('\n', '\n    ');
  return {
    step,
    exchange() {
      const number = ++numbers;
      return (direction, text) => record(`${direction} #${number} ${text}`);
    },
    include: (title, other) => void shared.set(title, other),
    isEmpty: () => head.length === 0 && [...shared.values()].every((other) => other.isEmpty()),
    lines: () => [
      ...[...shared].flatMap(([title, other]) => {
        const lines = other.lines();
        return lines.length === 0 ? [] : [`shared: ${title}`, ...lines.map((line) => `  ${line}`)];
      }),
      ...head.map(shown),
      ...(lost === 0 ? [] : [`… ${lost} lines are left out`]),
      ...tail.map(shown),
    ],
  };
}

const WORTH_SHOWING =
  /^(?:authorization|content-type|punch-version|retry-after|location|www-authenticate|date|upgrade|sec-websocket-(?:extensions|protocol|version)|access-control-allow-origin|cf-.*|server)$/i;

/** The headers that help to find a cause. */
export function showHeaders(headers: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(headers).flatMap(([name, value]) =>
    WORTH_SHOWING.test(name) && value !== undefined ? [`${name}: ${String(value)}`] : [],
  );
  return shown.length === 0 ? '' : ` (${shown.join('; ')})`;
}
