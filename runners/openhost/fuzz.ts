/** The openhost grammars of the fuzzer: decoders with state, each with a whole history in one request. */
import { hex } from '../../reference/bytes/hex.js';
import { concat, Writer } from '../../reference/bytes/writer.js';
import { FRAGMENT_CAP, FRAGMENT_VERSION } from '../../reference/openhost/fragment.js';
import { FRAME_TYPES, MAX_PAYLOAD } from '../../reference/openhost/frame.js';
import type { Json } from '../../reference/structure.js';
import { type Grammar, type StatefulModel, source } from '../fuzz/grammar.js';
import { layered } from './fuzz_layers.js';

/** Valid and invalid frames of both versions, with their bytes cut anywhere. */
const frames: StatefulModel = {
  name: 'frames cut anywhere',
  structure: 'openhost/frame',
  op: 'stream',
  source(fc) {
    const type = fc.oneof(
      { arbitrary: fc.constantFrom(...Object.values(FRAME_TYPES)), weight: 9 },
      { arbitrary: fc.nat(255), weight: 1 },
    );
    const payload = fc.uint8Array({ maxLength: 40 });
    // A decoder may allocate the announced length, so one large length costs as much as a thousand other inputs.
    const wrongLength = fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 60 },
      { arbitrary: fc.constantFrom(0, 1, MAX_PAYLOAD + 1), weight: 9 },
      { arbitrary: fc.constant(MAX_PAYLOAD), weight: 1 },
    );
    const command = fc.record({ v2: fc.boolean(), type, requestId: fc.nat(2 ** 31), payload, wrongLength });
    const cuts = fc.array(fc.nat(400), { maxLength: 8 });
    return source(fc.tuple(fc.array(command, { maxLength: 6 }), cuts), ([commands, places]) => ({
      given: {},
      input: cutAt(concat(...commands.map(frameBytes)), places),
    }));
  },
};

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
  if (!v2) return new Writer().u8(type).put(little(length)).put(body).finish();
  return new Writer().u8(0).u8(type).u32be(requestId).u32be(length).put(body).finish();
}

const little = (value: number): Uint8Array => new Uint8Array(new Writer().u32be(value).finish()).reverse();

function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly string[] {
  const places = [...new Set(cuts.map((cut) => Math.min(cut, bytes.length)))].sort((a, b) => a - b);
  const ends = [...places, bytes.length];
  return ends.map((end, i) => hex.encode(bytes.subarray(places[i - 1] ?? 0, end)));
}

/** The records of an answer: lost, repeated, exchanged, renamed, and mixed with records of another answer. */
const reassembly: StatefulModel = {
  name: 'records of an answer',
  structure: 'openhost/reassembly',
  op: 'reassemble',
  source(fc) {
    const payload = fc.uint8Array({ minLength: 1, maxLength: FRAGMENT_CAP.spec });
    const answer = fc.array(payload, { minLength: 1, maxLength: 5 });
    const step = fc.tuple(fc.nat(STEPS.length - 1), fc.nat(9), fc.nat(SUFFIXES.length - 1));
    const steps = fc.array(step, { maxLength: 4 });
    return source(fc.tuple(answer, answer, steps), ([own, other, taken]) => ({
      given: {},
      input: taken.reduce<readonly Json[]>(
        (records, [kind, at, word]) =>
          STEPS[kind]?.(records, at % Math.max(1, records.length), recordsOf(other), word) ?? records,
        recordsOf(own),
      ),
    }));
  },
};

/** Suffixes in several spellings. Clients look up only plain decimals. */
const SUFFIXES = ['0', '1', '2', '00', '01', '-1', ' 1', '1e0', ''];

type Step = (records: readonly Json[], at: number, others: readonly Json[], word: number) => readonly Json[];

const STEPS: readonly Step[] = [
  (records, at) => records.toSpliced(at, 1),
  (records, at) => [...records, ...records.slice(at, at + 1)],
  (records, at) => [...records.slice(at), ...records.slice(0, at)],
  (records, at, others) => records.toSpliced(at, 1, ...others.slice(at % 2, (at % 2) + 1)),
  (records, at, _others, word) =>
    records.map((one, i) => (i === at ? { ...Object(one), suffix: SUFFIXES[word] ?? '' } : one)),
];

const recordsOf = (payloads: readonly Uint8Array[]): readonly Json[] =>
  payloads.map((payload, i) => {
    const head = new Writer().u8(FRAGMENT_VERSION).u8(i).u8(payloads.length).u16be(payload.length);
    return { suffix: String(i), envelope: hex.encode(head.put(payload).finish()) };
  });

export const grammar: Grammar = { layered, models: [frames, reassembly] };
