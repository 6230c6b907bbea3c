/** Makes a case of each vector, for any codec: ours, or that of an adapter. */
import { defined } from '../defined.js';
import { DecodeError } from '../reference/bytes/error.js';
import type { Json, JsonObject, Structure } from '../reference/structure.js';
import type { Vector, VectorFile } from '../vectors/vector.js';
import { firstDifferentByte, sameJson, Unclaimed, Unreachable } from './case.js';
import type { Case, Check, Context, Observation } from './model.js';

export interface Request {
  readonly structure: string;
  readonly op: string;
  readonly given: JsonObject;
  readonly input: Json;
}

/** `lost`: no answer came, and `detail` says what was seen instead. `blocked`: the codec was not asked. */
export type Answer =
  | { readonly accept: Json }
  | { readonly reject: string }
  | { readonly unsupported: string }
  | { readonly error: string }
  | {
      readonly lost: 'crash' | 'hang' | 'flood' | 'garbage';
      readonly detail: string;
      readonly stderr?: string;
    }
  | { readonly blocked: string; readonly stderr?: string };

/** Something that answers requests about structures. */
export interface CodecPort {
  ask(request: Request, signal: AbortSignal): Promise<Answer> | Answer;
}

declare module './model.js' {
  interface Ports {
    readonly codec: CodecPort;
  }
}

export function vectorCases(
  file: VectorFile,
  structure: Structure | undefined,
  protocol = file.protocol,
): Case[] {
  const literal = file.dialects?.[0];
  return file.vectors.map((vector) => ({
    id: vector.id,
    title: vector.title,
    protocol,
    section: file.sections.join(', '),
    requires: vector.requirements,
    level: 'must',
    why: vector.why,
    ports: ['codec'],
    kind: 'vector',
    expects: 'reject' in vector.expect ? 'refusal' : 'service',
    ...defined({ control: vector.twin }),
    ...(vector.dialect === undefined
      ? {}
      : { dialect: { subject: file.structure, name: vector.dialect, norm: vector.dialect === literal } }),
    ...(vector.tags.length === 0 ? {} : { tags: vector.tags }),
    deadline: VECTOR_DEADLINE,
    run: (context) => askVector(file.structure, vector, structure, context),
  }));
}

/** Limits a whole case. The runner has a shorter deadline for each request. */
const VECTOR_DEADLINE = 120_000;

async function askVector(
  name: string,
  vector: Vector,
  structure: Structure | undefined,
  { codec, signal }: Context & { codec: CodecPort },
): Promise<Observation> {
  const { op, given, input } = vector;
  const asked = codec.ask({ structure: name, op, given, input }, signal);
  const answer = asked instanceof Promise ? await asked : asked;
  if ('unsupported' in answer) throw new Unclaimed(`${name} ${op}: ${answer.unsupported}`);
  const said = 'stderr' in answer && answer.stderr ? [{ name: 'stderr', text: answer.stderr }] : [];
  const sent = () => [
    { name: 'operation', text: `${name} ${op}` },
    { name: 'given', text: JSON.stringify(given) },
    { name: 'input', text: typeof input === 'string' ? input : JSON.stringify(input) },
  ];

  if ('blocked' in answer)
    return { ended: 'unreachable', reason: answer.blocked, checks: [], evidence: said };
  if ('error' in answer) throw new Unreachable(`the adapter reports an error of its own: ${answer.error}`);
  if ('lost' in answer) {
    return {
      ended: 'lost',
      reason: `${answer.lost}: ${answer.detail}`,
      checks: [],
      evidence: [...sent(), { name: 'expected', text: expectedOf(vector) }, ...said],
    };
  }
  const check = compare(vector, structure, answer);
  return { ended: 'seen', checks: [check], ...(check.ok ? {} : { evidence: sent() }) };
}

/** Shows what was expected when no answer came that could be checked. */
const expectedOf = ({ expect }: Vector): string =>
  JSON.stringify('reject' in expect ? { reject: expect.reject } : { accept: expect.accept });

function compare(
  vector: Vector,
  structure: Structure | undefined,
  answer: { accept: Json } | { reject: string },
): Check {
  const { expect } = vector;
  if ('reject' in expect) {
    const ok = 'reject' in answer;
    return { what: 'is rejected', ok, expected: { reject: expect.reject }, observed: answer };
  }
  if ('reject' in answer) {
    return { what: 'is accepted', ok: false, expected: { accept: expect.accept }, observed: answer };
  }
  if (expect.by === 'reopening') return reopened(vector, expect.accept, structure, answer.accept);
  return {
    what: 'has the expected value',
    ok: sameJson(answer.accept, expect.accept),
    expected: expect.accept,
    observed: answer.accept,
    ...offset(answer.accept, expect.accept),
  };
}

function reopened(vector: Vector, expected: Json, structure: Structure | undefined, answer: Json): Check {
  const what = 'opens to the expected content';
  const reopen = structure?.reopen?.[vector.op];
  if (!reopen) throw new Error(`${vector.id}: the reference cannot reopen ${vector.op}`);
  try {
    const observed = reopen(vector.given, answer);
    return { what, ok: sameJson(observed, expected), expected, observed, ...offset(observed, expected) };
  } catch (refusal) {
    if (!(refusal instanceof DecodeError)) throw refusal;
    return { what, ok: false, expected, observed: { answer, unreadable: String(refusal) } };
  }
}

function offset(a: Json, b: Json): { offset?: number } {
  const at = firstDifferentByte(a, b);
  return at === undefined ? {} : { offset: at };
}
