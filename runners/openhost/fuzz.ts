/** The openhost grammars of the fuzzer: decoders with state, each with a whole history in one request. */
import { hex } from '../../reference/bytes/hex.js';
import { concat } from '../../reference/bytes/writer.js';
import { FRAGMENT_CAP, FRAGMENT_VERSION } from '../../reference/openhost/fragment.js';
import { FRAME_TYPES, MAX_PAYLOAD } from '../../reference/openhost/frame.js';
import type { Json } from '../../reference/structure.js';
import type { DrawBelow } from '../fuzz/draw.js';
import { type Grammar, type StatefulModel, source } from '../fuzz/grammar.js';
import { layered } from './fuzz_layers.js';

/** Valid and invalid frames of both versions, with their bytes cut anywhere. */
const frames: StatefulModel = {
  name: 'frames cut anywhere',
  structure: 'openhost/frame',
  op: 'stream',
  source(fc) {
    const type = fc.oneof(fc.constantFrom(...TYPES), fc.nat(255));
    const payload = fc.uint8Array({ maxLength: MOST_BYTES });
    const wrongLength = fc.constantFrom(undefined, ...WRONG_LENGTHS, MAX_PAYLOAD);
    const command = fc.record({
      v2: fc.boolean(),
      type,
      requestId: fc.nat(LARGEST_ID),
      payload,
      wrongLength,
    });
    const cuts = fc.array(fc.nat(MOST_BYTES * MOST_FRAMES), { maxLength: MOST_CUTS });
    return source(fc.tuple(fc.array(command, { maxLength: MOST_FRAMES }), cuts), ([commands, places]) => ({
      given: {},
      input: cutAt(concat(...commands.map(frameBytes)), places),
    }));
  },
  draw: (draw) => [
    listOf(draw(MOST_FRAMES + 1), () => drawFrame(draw)),
    listOf(draw(MOST_CUTS + 1), () => draw(MOST_BYTES * (draw(2) === 0 ? 1 : MOST_FRAMES) + 1)),
  ],
};

const TYPES = Object.values(FRAME_TYPES);
const WRONG_LENGTHS = [0, 1, MAX_PAYLOAD + 1];
const LARGEST_ID = 2 ** 31;
const MOST_BYTES = 40;
const MOST_FRAMES = 6;
const MOST_CUTS = 8;

function listOf<T>(length: number, item: () => T): T[] {
  const items: T[] = [];
  while (items.length < length) items.push(item());
  return items;
}

const bytesOf = (draw: DrawBelow, length: number): Uint8Array => new Uint8Array(length).map(() => draw(256));

function drawFrame(draw: DrawBelow): FrameCommand {
  return {
    v2: draw(2) === 0,
    type: draw(10) === 0 ? draw(256) : oneOf(draw, TYPES),
    requestId: draw(draw(2) === 0 ? 8 : LARGEST_ID + 1),
    payload: bytesOf(draw, draw(draw(2) === 0 ? 4 : MOST_BYTES + 1)),
    wrongLength: draw(7) === 0 ? drawWrongLength(draw) : undefined,
  };
}

/** A decoder may allocate the announced length, so one large length costs as much as a thousand other inputs. */
const drawWrongLength = (draw: DrawBelow): number =>
  draw(10) === 0 ? MAX_PAYLOAD : oneOf(draw, WRONG_LENGTHS);

const oneOf = <T>(draw: DrawBelow, items: readonly T[]): T => items[draw(items.length)] as T;

interface FrameCommand {
  readonly v2: boolean;
  readonly type: number;
  readonly requestId: number;
  readonly payload: Uint8Array;
  /** The length that its header announces instead of the real one. */
  readonly wrongLength: number | undefined;
}

function frameBytes({ v2, type, requestId, payload, wrongLength }: FrameCommand): Uint8Array {
  const { REQUEST_END, RESPONSE_END, PING, PONG } = FRAME_TYPES;
  const empty: readonly number[] = [REQUEST_END, RESPONSE_END, PING, PONG];
  const body = empty.includes(type) && wrongLength === undefined ? new Uint8Array() : payload;
  const length = wrongLength ?? body.length;
  const head = v2 ? [0, type, ...big(requestId), ...big(length)] : [type, ...big(length).reverse()];
  return concat(Uint8Array.from(head), body);
}

const big = (value: number): number[] => [value >>> 24, value >>> 16, value >>> 8, value];

function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly string[] {
  const text = hex.encode(bytes);
  const places = [...new Set(cuts.map((cut) => Math.min(cut, bytes.length)))].sort((a, b) => a - b);
  const ends = [...places, bytes.length];
  return ends.map((end, i) => text.slice(2 * (places[i - 1] ?? 0), 2 * end));
}

/** The records of an answer: lost, repeated, exchanged, renamed, and mixed with records of another answer. */
const reassembly: StatefulModel = {
  name: 'records of an answer',
  structure: 'openhost/reassembly',
  op: 'reassemble',
  source(fc) {
    const payload = fc.uint8Array({ minLength: 1, maxLength: FRAGMENT_CAP.spec });
    const answer = fc.array(payload, { minLength: 1, maxLength: MOST_RECORDS });
    const step = fc.tuple(fc.nat(STEPS.length - 1), fc.nat(MOST_PLACE), fc.nat(SUFFIXES.length - 1));
    const steps = fc.array(step, { maxLength: MOST_STEPS });
    return source(fc.tuple(answer, answer, steps), ([own, other, taken]) => ({
      given: {},
      input: taken.reduce<readonly Json[]>(
        (records, [kind, at, word]) =>
          STEPS[kind]?.(records, at % Math.max(1, records.length), other, word) ?? records,
        recordsOf(own),
      ),
    }));
  },
  draw(draw) {
    const payload = () => bytesOf(draw, 1 + draw(draw(8) === 0 ? FRAGMENT_CAP.spec : 4));
    const answer = () => listOf(1 + draw(MOST_RECORDS), payload);
    const step = () => [draw(STEPS.length), draw(MOST_PLACE + 1), draw(SUFFIXES.length)];
    return [answer(), answer(), listOf(draw(MOST_STEPS + 1), step)];
  },
};

const MOST_RECORDS = 5;
const MOST_STEPS = 4;
const MOST_PLACE = 9;

/** Suffixes in several spellings. Clients look up only plain decimals. */
const SUFFIXES = ['0', '1', '2', '00', '01', '-1', ' 1', '1e0', ''];

type Step = (records: readonly Json[], at: number, other: Payloads, word: number) => readonly Json[];
type Payloads = readonly Uint8Array[];

const STEPS: readonly Step[] = [
  (records, at) => records.toSpliced(at, 1),
  (records, at) => [...records, ...records.slice(at, at + 1)],
  (records, at) => [...records.slice(at), ...records.slice(0, at)],
  (records, at, other) => records.toSpliced(at, 1, ...recordsOf(other).slice(at % 2, (at % 2) + 1)),
  (records, at, _other, word) =>
    records.map((one, i) => (i === at ? { ...Object(one), suffix: SUFFIXES[word] ?? '' } : one)),
];

const recordsOf = (payloads: Payloads): readonly Json[] =>
  payloads.map((payload, i) => {
    const head = Uint8Array.of(FRAGMENT_VERSION, i, payloads.length, ...big(payload.length).slice(2));
    return { suffix: String(i), envelope: hex.encode(concat(head, payload)) };
  });

export const grammar: Grammar = { layered, models: [frames, reassembly] };
