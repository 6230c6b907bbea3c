/** Codecs that are right but different: other messages, another order of members, another zlib stream. */
import { constants, deflateSync, inflateSync, type ZlibOptions } from 'node:zlib';
import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { concat } from '../bytes/writer.js';
import type { Json, Operation, Structure } from '../structure.js';

/** A codec that must pass every vector. */
export interface CodecEquivalent {
  readonly id: string;
  readonly what: string;
  readonly change: (structure: Structure) => Structure;
}

const operations =
  (change: (operation: Operation, op: string) => Operation) =>
  (structure: Structure): Structure => ({
    ...structure,
    operations: Object.fromEntries(
      Object.entries(structure.operations).map(([op, operation]) => [op, change(operation, op)]),
    ),
  });

const inOtherWords: Operation = () => {
  throw new DecodeError('no', 12_345, 'ÿ\u0000 ::error:: not as we like it');
};

const rejecting =
  (operation: Operation): Operation =>
  (given, input) => {
    try {
      return operation(given, input);
    } catch (error) {
      if (error instanceof DecodeError) return inOtherWords(given, input);
      throw error;
    }
  };

/** Reverses the members of every object in a value. */
export const turned = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, turned(member)]),
  );
};

const STREAMS: readonly (readonly [id: string, what: string, options: ZlibOptions])[] = [
  ['zlib-stored', 'Stores the body in the zlib stream.', { level: 0 }],
  ['zlib-fastest', 'Compresses at level 1.', { level: 1 }],
  ['zlib-usual', 'Compresses at level 6.', { level: 6 }],
  ['zlib-best', 'Compresses at level 9.', { level: 9 }],
  ['zlib-huffman', 'Compresses with Huffman codes alone.', { strategy: constants.Z_HUFFMAN_ONLY }],
  ['zlib-fixed', 'Compresses with fixed codes.', { strategy: constants.Z_FIXED }],
  ['zlib-runs', 'Compresses runs alone.', { strategy: constants.Z_RLE }],
  ['zlib-small-window', 'Compresses with a window of 512 bytes.', { windowBits: 9 }],
];

/** The compression tag, followed by a zlib stream. */
export const zlibOf = (body: Uint8Array, options: ZlibOptions): Uint8Array =>
  concat(Uint8Array.of(2), deflateSync(body, options));

/** For a structure with `wrap`: its answer is a plaintext in hex, and any zlib stream in it is right. */
const wrapping = (options: ZlibOptions) =>
  operations((operation, op) =>
    op === 'wrap'
      ? (given, input) => {
          const [, ...stream] = hex.decode(String(operation(given, input)));
          return hex.encode(zlibOf(inflateSync(Uint8Array.from(stream)), options));
        }
      : operation,
  );

/** The equivalents of one structure. `answersObjects` says whether any of its vectors has an object as answer. */
export function codecEquivalents(structure: Structure, answersObjects: boolean): readonly CodecEquivalent[] {
  const { name, operations: offered } = structure;
  const made = (id: string, what: string, change: CodecEquivalent['change']): CodecEquivalent => ({
    id: `${name}/${id}`,
    what,
    change,
  });
  return [
    made(
      'rejects-in-other-words',
      'Rejects with a code, a place and a text of its own.',
      operations(rejecting),
    ),
    ...(answersObjects
      ? [
          made(
            'members-in-another-order',
            'Writes the members of its answers in another order.',
            operations((operation) => (given, input) => turned(operation(given, input))),
          ),
        ]
      : []),
    ...('wrap' in offered ? STREAMS.map(([id, what, options]) => made(id, what, wrapping(options))) : []),
  ];
}
