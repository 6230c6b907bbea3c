/** A counterexample as a record for a recipe. The parts that only a person can know are marked `CONFIRM`. */
import { createHash } from 'node:crypto';
import type { Vector, VectorFile } from '../../vectors/vector.js';
import type { Counterexample } from './fuzz.js';
import { codeOf } from './oracle.js';

/** The clauses and the twin come from the nearest vector. `CONFIRM` marks what a person must check. */
export function drafted(found: Counterexample, files: readonly VectorFile[]): string {
  const { structure, op, given, input } = found.question;
  const vectors = files.find((file) => file.structure === structure)?.vectors ?? [];
  const expected = found.expected;
  const code = 'reject' in expected ? codeOf(expected.reject) : undefined;
  const near = nearest(found, vectors, code);
  const twin = twinOf(near, vectors, op);
  const short = (id: string | undefined): string => id?.slice(structure.length + 1) ?? 'CONFIRM';
  const record = {
    slug: `${op}-fuzz-${fingerprint(found)}`,
    title: `CONFIRM: ${op} ${code === undefined ? 'accepts' : 'rejects'} ...`,
    requires: near?.requirements ?? ['CONFIRM'],
    op,
    ...(Object.keys(given).length > 0 ? { given } : {}),
    input,
    ...('accept' in expected ? { accept: expected.accept } : { reject: code ?? 'CONFIRM' }),
    ...(code === undefined ? {} : { twin: short(twin?.id) }),
    why: 'CONFIRM: what goes wrong in the field when this is wrong',
    tags: ['fuzz'],
  };
  return [
    `// Found by conform fuzz from ${found.question.from}: the target ${found.what}.`,
    `// CONFIRM the clause, the title${code === undefined ? '' : ', the twin'} and why, then move it into the recipe of ${structure}.`,
    `${JSON.stringify(record, null, 2)},`,
    '',
  ].join('\n');
}

/** The vector that expects the same outcome, or else the one that the counterexample was made from. */
function nearest(
  { question }: Counterexample,
  vectors: readonly Vector[],
  code: string | undefined,
): Vector | undefined {
  const same = vectors.find(
    ({ op, expect }) =>
      op === question.op && code !== undefined && 'reject' in expect && expect.reject === code,
  );
  return same ?? vectors.find(({ id }) => id === question.from);
}

function twinOf(near: Vector | undefined, vectors: readonly Vector[], op: string): Vector | undefined {
  if (near?.op === op && 'accept' in near.expect) return near;
  return (
    vectors.find(({ id }) => id === near?.twin) ??
    vectors.find((vector) => vector.op === op && 'accept' in vector.expect)
  );
}

const fingerprint = ({ question }: Counterexample): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 8);

/** The record as in a vector file, without the parts that only a person can know. */
export function vectorOf(found: Counterexample): Pick<Vector, 'id' | 'op' | 'given' | 'input' | 'expect'> {
  const { structure, op, given, input } = found.question;
  const { expected } = found;
  const expect =
    'accept' in expected
      ? { accept: expected.accept }
      : { reject: 'reject' in expected ? codeOf(expected.reject) : 'rejected' };
  return { id: `${structure}/${op}-fuzz-${fingerprint(found)}`, op, given, input, expect };
}
