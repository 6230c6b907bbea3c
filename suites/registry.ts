import { structures } from '../reference/structures.js';
import { loadVectors } from '../vectors/load.js';
import { vectorCases } from './codec.js';
import type { Case, Level, Requirement } from './model.js';
import type { Protocol } from './protocol.js';
import { protocols } from './protocols.js';

const strictness: readonly Level[] = ['must', 'should', 'may'];

/** A case is as strict as its strongest requirement, unless its file says less. */
export function levelledBy(requirements: readonly Requirement[]): (one: Case) => Case {
  const levels = new Map(requirements.map(({ id, level }) => [id, strictness.indexOf(level)]));
  return (one) => {
    const strongest = Math.min(...one.requires.map((id) => levels.get(id) ?? 0));
    const level = strictness[Math.max(strongest, strictness.indexOf(one.level))];
    return level === undefined || level === one.level ? one : { ...one, level };
  };
}

/** Every case of those protocols: first the vectors, by structure, then what is put to live targets. */
export const casesOf = (chosen: readonly Protocol[] = protocols): Case[] =>
  chosen.flatMap(({ spec, requirements, cases }) =>
    [...vectorsOf(spec.protocol), ...cases].map(levelledBy(requirements)),
  );

const vectorsOf = (protocol: string): Case[] =>
  loadVectors([protocol]).flatMap((file) => vectorCases(file, structures.get(file.structure)));
