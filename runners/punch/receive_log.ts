import { Lost } from '../../suites/case.js';
import type { JsonObject } from '../../suites/model.js';
import type { Heard } from '../../suites/punch/port.js';
import { readJson } from './lenient_json.js';

/** What one WebSocket may say in all. A broker answers the largest flood of the suite, ten thousand messages, with less. */
const MOST_BYTES = 4_000_000;
/** What each frame and each value in a message weighs beside its text, about what it takes in memory. */
const EACH = 64;
const EACH_VALUE = 16;

/** Everything that was said on a WebSocket: a flood is forgotten, and whoever looks at it afterwards is told so. */
export interface Hearing {
  readonly heard: readonly Heard[];
  readonly pongs: readonly string[];
  /** What became of it when it was too much, or no WebSocket any more. */
  readonly lost: Lost | undefined;
  message(text: string, isBinary: boolean): void;
  pong(payload: string): void;
  /** What came is nothing that RFC 6455 knows. */
  breaks(why: string): void;
}

export function hear(): Hearing {
  const heard: Heard[] = [];
  const pongs: string[] = [];
  let left = MOST_BYTES;
  let lost: Lost | undefined;
  const take = (weight: number): boolean => {
    left -= weight + EACH;
    if (left >= 0) return true;
    lost ??= new Lost(`one WebSocket sent more than ${MOST_BYTES} bytes of messages`);
    heard.length = 0;
    pongs.length = 0;
    return false;
  };
  return {
    get heard() {
      if (lost) throw lost;
      return heard;
    },
    pongs,
    get lost() {
      return lost;
    },
    message(text, isBinary) {
      const values = text.match(/[[{,:]/g)?.length ?? 0;
      if (!take(text.length + values * EACH_VALUE)) return;
      heard.push({ at: Date.now(), text, message: isBinary ? undefined : asObject(text) });
    },
    pong(payload) {
      if (take(payload.length)) pongs.push(payload);
    },
    breaks(why) {
      lost ??= new Lost(`the bytes after the 101 are not WebSocket frames: ${why}`);
    },
  };
}

function asObject(text: string): JsonObject | undefined {
  const value = readJson(text);
  return isObject(value) ? lifted(value) : undefined;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 6.2 says what these messages contain, and not how they nest: what is one level deeper stands beside the rest. */
function lifted(message: JsonObject): JsonObject {
  if (message['type'] !== 'peer' && message['type'] !== 'session') return message;
  const inner = Object.values(message).filter(isObject).flatMap(Object.entries);
  return Object.fromEntries([...inner, ...Object.entries(message)]);
}
