/**
 * Codecs as encoder and decoder. One writes the value of a vector, the other reads it, and the reference judges both.
 */
import type { Json, JsonObject, Structure } from '../../reference/structure.js';
import { sameJson, Unclaimed } from '../../suites/case.js';
import type { Answer } from '../../suites/codec.js';
import type { Context, Ports, Target } from '../../suites/model.js';
import type { Vector, VectorFile } from '../../vectors/vector.js';
import { embeddedCodecs } from '../embedded/codecs.js';
import { shown } from '../trace.js';
import type { End, Meetings, PairResult, Peer } from './model.js';

/** The value to write, the operation that reads it, and the judgement of the reference. */
export interface Exchange {
  readonly id: string;
  readonly title: string;
  readonly structure: string;
  readonly write: { readonly op: string; readonly given: JsonObject; readonly input: Json };
  readonly read: { readonly op: string; readonly given: JsonObject };
  readonly dialect?: { readonly name: string; readonly norm: boolean };
  /** Whether the written bytes contain the value of the vector. */
  readonly holds: (written: Json) => boolean;
  /** What the reference reads from the written bytes. It throws if it rejects them. */
  readonly reads: (written: Json) => Json;
  /** What the reference writes. */
  readonly sample: Json;
}

/** One exchange for each vector whose written value an operation can read again. */
export const exchangesOf = (
  files: readonly VectorFile[],
  structures: ReadonlyMap<string, Structure>,
): Exchange[] =>
  files.flatMap((file) => {
    const structure = structures.get(file.structure);
    return structure ? file.vectors.flatMap((vector) => exchangeOf(file, vector, structure) ?? []) : [];
  });

function exchangeOf(file: VectorFile, vector: Vector, structure: Structure): Exchange | undefined {
  const { op, given, input, expect } = vector;
  const reading = structure.readBy?.[op] ?? (op === 'encode' ? { op: 'decode' } : undefined);
  const [write, read] = [structure.operations[op], structure.operations[reading?.op ?? '']];
  if (!reading || !write || !read || !('accept' in expect)) return undefined;
  const givenToReader = reading.given?.(given, input) ?? given;
  const reads = (written: Json): Json => read(givenToReader, written);
  const sample = attempt(() => write(given, input));
  // If the reference cannot read its own bytes, the exchange tests nothing.
  if (sample === undefined || attempt(() => reads(sample)) === undefined) return undefined;
  const reopen = structure.reopen?.[op];
  const holds = (written: Json): boolean => {
    const found = reopen && expect.by === 'reopening' ? attempt(() => reopen(given, written)) : written;
    return found !== undefined && sameJson(found, expect.accept);
  };
  const [literal] = file.dialects ?? [];
  return {
    id: vector.id,
    title: vector.title,
    structure: structure.name,
    write: { op, given, input },
    read: { op: reading.op, given: givenToReader },
    ...(vector.dialect === undefined
      ? {}
      : { dialect: { name: vector.dialect, norm: vector.dialect === literal } }),
    holds,
    reads,
    sample,
  };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** Targets with codecs, by the name of the peer. The reference is one of them. */
export function codecMeetings(
  exchanges: readonly Exchange[],
  targets: ReadonlyMap<string, Target>,
  signal: AbortSignal,
): Meetings {
  const portOf = async ({ name }: Peer) => {
    const target = targets.get(name);
    if (!target) throw new Error(`${name} is no peer`);
    const codec = await target.ports.codec?.({} as Context);
    if (!codec) throw new Error(`${name} is no codec`);
    return { target, codec };
  };
  return {
    async meet(row, column) {
      const [writer, reader] = [await portOf(row), await portOf(column)];
      return Promise.all(
        exchanges
          .filter((one) => isSpoken(one, writer.target) && isSpoken(one, reader.target))
          .map((one) => exchanged(one, { row, column, writer: writer.codec, reader: reader.codec, signal })),
      );
    },
    async close() {
      for (const target of targets.values()) await target.close();
    },
  };
}

function isSpoken({ structure, dialect }: Exchange, { dialects }: Target): boolean {
  const spoken = dialects?.[structure];
  return dialect === undefined || (spoken === undefined ? dialect.norm : spoken === dialect.name);
}

interface Pair {
  readonly row: Peer;
  readonly column: Peer;
  readonly writer: Ports['codec'];
  readonly reader: Ports['codec'];
  readonly signal: AbortSignal;
}

async function exchanged(one: Exchange, pair: Pair): Promise<PairResult> {
  const { id, title, structure, write, read } = one;
  const { row, column, writer, reader, signal } = pair;
  const skip = (reason: string): PairResult => ({ id, title, verdict: 'skip', reason });
  const fail = (reason: string, ...fault: End[]): PairResult => ({
    id,
    title,
    verdict: 'fail',
    reason,
    fault,
  });
  const written = await answerOf(writer, { structure, ...write }, signal);
  if (written === undefined) return skip(`${row.name} does not claim ${structure} ${write.op}`);
  const kept = blockedBy(row, written);
  if (kept !== undefined) return { id, title, verdict: 'blocked', reason: kept };
  if (!('accept' in written)) return fail(`${row.name} writes nothing: ${said(written)}`, 'row');
  const ask = { structure, ...read };
  const got = await answerOf(reader, { ...ask, input: written.accept }, signal);
  if (got === undefined) return skip(`${column.name} does not claim ${structure} ${read.op}`);
  const keeps = blockedBy(column, got);
  if (keeps !== undefined) return { id, title, verdict: 'blocked', reason: keeps };
  const right = one.holds(written.accept);
  const wanted = attempt(() => one.reads(right ? written.accept : one.sample));
  const agrees = 'accept' in got && wanted !== undefined && sameJson(got.accept, wanted);
  if (agrees) return { id, title, verdict: 'pass' };
  const seen = `${column.name} ${said(got)}`;
  if (right) return fail(`${seen}; the reference reads the same bytes as ${shown(wanted)}`, 'column');
  const own = await answerOf(reader, { ...ask, input: one.sample }, signal);
  const readsOurs =
    own !== undefined && 'accept' in own && wanted !== undefined && sameJson(own.accept, wanted);
  const why = `${row.name} writes ${shown(written.accept)}, which does not encode the input; ${seen}`;
  return readsOurs
    ? fail(why, 'row')
    : fail(`${why}, and fails on the bytes of the reference`, 'row', 'column');
}

/** undefined if the peer does not offer the operation. */
async function answerOf(
  codec: Ports['codec'],
  request: Parameters<Ports['codec']['ask']>[0],
  signal: AbortSignal,
): Promise<Answer | undefined> {
  try {
    const answer = await codec.ask(request, signal);
    return 'unsupported' in answer ? undefined : answer;
  } catch (error) {
    if (error instanceof Unclaimed) return undefined;
    throw error;
  }
}

/** Why a peer gave no answer to judge: it was blocked, or reports an internal error. */
function blockedBy({ name }: Peer, answer: Answer): string | undefined {
  if ('blocked' in answer) return `${name} ${answer.blocked}`;
  return 'error' in answer ? `${name} reports an internal error: ${answer.error}` : undefined;
}

function said(answer: Answer): string {
  if ('accept' in answer) return `reads ${shown(answer.accept)}`;
  if ('reject' in answer) return `rejects: ${answer.reject}`;
  if ('lost' in answer) return `is lost (${answer.lost}): ${answer.detail}`;
  return shown(answer);
}

export const referenceCodecs = (structures: ReadonlyMap<string, Structure>): Target =>
  embeddedCodecs('reference', structures);
