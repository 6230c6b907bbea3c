/** The vectors as questions to start from. */
import type { Vector, VectorFile } from '../../vectors/vector.js';
import type { Seed } from './producers.js';

/** Vectors of the dialects that the target follows; the literal one by default. */
export function seedsOf(
  files: readonly VectorFile[],
  isAsked: (structure: string, op: string) => boolean,
  dialects: Readonly<Record<string, string>> = {},
): readonly Seed[] {
  return files
    .flatMap(({ structure, dialects: [literal] = [], vectors }) =>
      vectors
        .filter(
          ({ op, dialect }) => isAsked(structure, op) && isSpoken(dialect, dialects[structure] ?? literal),
        )
        .map((vector) => seedOf(structure, vector)),
    )
    .map((seed) => ({ seed, size: JSON.stringify(seed.input).length }))
    .filter(({ size }) => size <= LARGEST)
    .sort((a, b) => a.size - b.size)
    .map(({ seed }) => seed);
}

/** What is expected by reopening is not the answer itself. */
function seedOf(structure: string, { id, op, given, input, expect }: Vector): Seed {
  const seed = { structure, op, given, input, from: id };
  if ('reject' in expect) return { ...seed, expected: undefined };
  return expect.by === undefined ? { ...seed, expected: expect.accept } : seed;
}

/** Larger vectors test sizes. Each edit of one would cost as much as a hundred others. */
const LARGEST = 8 * 1024;

const isSpoken = (dialect: string | undefined, spoken: string | undefined): boolean =>
  dialect === undefined || dialect === spoken;

/** `structure op code` of each rejection in the vectors. */
export const knownCodes = (
  files: readonly VectorFile[],
  isAsked: (structure: string, op: string) => boolean,
): ReadonlySet<string> =>
  new Set(
    files.flatMap(({ structure, vectors }) =>
      vectors.flatMap(({ op, expect }) =>
        'reject' in expect && isAsked(structure, op) ? [`${structure} ${op} ${expect.reject}`] : [],
      ),
    ),
  );
