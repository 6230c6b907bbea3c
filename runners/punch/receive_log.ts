import { Lost } from '../../suites/case.js';
import type { JsonObject } from '../../suites/model.js';
import type { Heard } from '../../suites/punch/port.js';
import { isObject } from './json_place.js';
import { readJson } from './lenient_json.js';

/** The limit of one WebSocket in bytes. A broker answers the largest flood of the suite with less. */
const MOST_BYTES = 4_000_000;
/** The approximate memory of a frame and of a value in a message, beside its text. */
const EACH = 64;
const EACH_VALUE = 16;

export type Hearing = ReturnType<typeof hear>;

/** Everything that a WebSocket received. It drops a flood, and later reads throw. */
export function hear() {
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
    get heard(): readonly Heard[] {
      if (lost) throw lost;
      return heard;
    },
    pongs,
    /** Set when the peer sent too much, or bytes that are not WebSocket frames. */
    get lost() {
      return lost;
    },
    message(text: string, isBinary: boolean): void {
      const values = text.match(/[[{,:]/g)?.length ?? 0;
      if (!take(text.length + values * EACH_VALUE)) return;
      heard.push({ at: Date.now(), text, message: isBinary ? undefined : asObject(text) });
    },
    pong(payload: string): void {
      if (take(payload.length)) pongs.push(payload);
    },
    /** RFC 6455 does not allow the bytes that came. */
    breaks(why: string): void {
      lost ??= new Lost(`the bytes after the 101 are not WebSocket frames: ${why}`);
    },
  };
}

function asObject(text: string): JsonObject | undefined {
  const value = readJson(text);
  return isObject(value) ? lifted(value) : undefined;
}

/** RFC 6.2 does not say how these messages nest. Members one level deeper are lifted to the top. */
function lifted(message: JsonObject): JsonObject {
  if (message['type'] !== 'peer' && message['type'] !== 'session') return message;
  const inner = Object.values(message).filter(isObject).flatMap(Object.entries);
  return Object.fromEntries([...inner, ...Object.entries(message)]);
}
