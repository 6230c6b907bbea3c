/** Puts the vectors of each structure to wrong codecs, because a vector that cannot fail proves nothing. */
import { describe, expect, it } from 'vitest';
import type { CodecMutant } from '../reference/mutants/codecs.js';
import type { Json, Operation, Structure } from '../reference/structure.js';
import { structures } from '../reference/structures.js';
import { vectorCases } from '../suites/codec.js';
import type { Result } from '../suites/model.js';
import { loadVectors } from '../vectors/load.js';
import type { Vector } from '../vectors/vector.js';
import { embeddedCodecs } from './embedded/codecs.js';
import { codecMutantsOf } from './mutants.js';
import { run } from './run.js';

const files = loadVectors().map((file) => {
  const structure = structures.get(file.structure);
  if (!structure) throw new Error(`no structure ${file.structure}`);
  return { file, structure, cases: vectorCases(file, structure) };
});

type Put = (typeof files)[number];

/** Puts the vectors of the file to the structure with replaced operations. */
function put(one: Put, replace: (operation: Operation, op: string) => Operation) {
  const operations = Object.entries(one.structure.operations).map(([op, operation]): [string, Operation] => [
    op,
    replace(operation, op),
  ]);
  return ask(one, { ...one.structure, operations: Object.fromEntries(operations) });
}

const putMutant = (one: Put, mutant: CodecMutant) => ask(one, mutant.change(one.structure));

async function ask({ structure, cases }: Put, wrong: Structure): Promise<ReadonlyMap<string, Result>> {
  const results = new Map<string, Result>();
  await run({
    cases,
    targets: [{ target: embeddedCodecs('wrong', new Map([[structure.name, wrong]])), rerun: '' }],
    level: 'may',
    jobs: 1,
    seed: 1,
    specs: [],
    tool: { name: 'conform', version: '0' },
    signal: new AbortController().signal,
    line: (line) => line.kind === 'result' && results.set(line.id, line),
  });
  return results;
}

const isReject = ({ expect: { ...wanted } }: Vector) => 'reject' in wanted;

const asks = (vector: Pick<Vector, 'given' | 'input'> | undefined): string =>
  JSON.stringify([vector?.given, vector?.input]);

describe.each(files.map((one) => [one.file.structure, one] as const))('%s', (_name, one) => {
  const { vectors } = one.file;
  const mutants = codecMutantsOf(one.file);
  const named = (name: string) => mutants.find(({ id }) => id === `${one.file.structure}/${name}`);

  it('passes completely with the reference', async () => {
    const results = await put(one, (operation) => operation);
    expect([...results.values()].filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id)).toEqual([]);
    expect(results.size).toBe(vectors.length);
  });

  it('gives no pass to a codec that rejects everything: rejections are blocked, the rest fails', async () => {
    const mutant = named('rejects-everything');
    if (!mutant) throw new Error('no such mutant');
    const results = await putMutant(one, mutant);
    const strange = vectors.filter(
      (vector) => results.get(vector.id)?.verdict !== (isReject(vector) ? 'blocked' : 'fail'),
    );
    expect(strange.map(({ id }) => id)).toEqual([]);
  });

  it('fails a codec that accepts everything in every vector that must be rejected', async () => {
    const mutant = named('accepts-everything');
    const refused = vectors.filter(isReject).map(({ id }) => id);
    expect(mutant === undefined).toBe(refused.length === 0);
    if (!mutant) return;
    const results = await putMutant(one, mutant);
    expect(refused.filter((id) => results.get(id)?.verdict !== 'fail')).toEqual([]);
  });

  it('passes a codec with a constant answer only in the vectors with this answer', async () => {
    const answers = new Map<string, Set<string>>();
    for (const { op, expect: wanted } of vectors) {
      if (!('accept' in wanted)) continue;
      answers.set(op, (answers.get(op) ?? new Set()).add(JSON.stringify(wanted.accept)));
    }
    for (const [op, constants] of answers) {
      const asked = vectors.filter((vector) => vector.op === op);
      for (const text of [...constants].slice(0, 2)) {
        const constant = JSON.parse(text) as Json;
        const results = await put(one, (operation, name) => (name === op ? () => constant : operation));
        const passed = asked.filter(({ id }) => results.get(id)?.verdict === 'pass');
        expect(passed.filter(isReject)).toEqual([]);
        expect(passed.length).toBeLessThan(asked.length);
      }
    }
  });

  it('fails a codec that crashes on one input only in that vector and its dependants', async () => {
    const victim = vectors.find((vector) => !isReject(vector));
    const results = await put(one, (operation) => (given, input) => {
      if (asks({ given, input }) === asks(victim)) {
        throw new RangeError('index out of bounds');
      }
      return operation(given, input);
    });
    const failed = vectors.filter(({ id }) => results.get(id)?.verdict === 'fail');
    expect(failed.map(({ id }) => id)).toContain(victim?.id);
    expect(results.get(victim?.id ?? '')?.reason).toMatch(/^crash: /);
    const crashing = new Set(vectors.filter((vector) => asks(vector) === asks(victim)).map(({ id }) => id));
    const others = failed.filter(({ id, twin }) => !crashing.has(id) && !crashing.has(twin ?? ''));
    expect(others.map(({ id }) => id)).toEqual([]);
  });
});
