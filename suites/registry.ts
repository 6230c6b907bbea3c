import { structures } from '../reference/structures.js';
import { loadVectors } from '../vectors/load.js';
import { vectorCases } from './codec.js';
import { levelledBy } from './levelled.js';
import { lowering } from './lowered.js';
import type { Case } from './model.js';
import type { Protocol } from './protocol.js';
import { protocols } from './protocols.js';

/** Every case of these protocols: first the vectors, by structure, then the live cases. */
export const casesOf = (chosen: readonly Protocol[] = protocols): Case[] =>
  chosen.flatMap(({ spec, requirements, cases, lowered }) =>
    [...vectorsOf(spec.protocol), ...cases].map(levelledBy(requirements)).map(lowering(lowered)),
  );

const vectorsOf = (protocol: string): Case[] =>
  loadVectors([protocol]).flatMap((file) => vectorCases(file, structures.get(file.structure)));
