/** Section 3.3: the answer blob. */
import type { JsonObject } from '../../../reference/structure.js';
import { bothWays } from '../drafted.js';
import { set, u8 } from '../hex_bytes.js';
import type { Draft, Recipe } from '../recipe.js';
import { commonDrafts } from './blob.js';
import { type Candidate, candidatesHex, type Kind, type Parts, plain, stringsHex } from './blob.parts.js';

export interface AnswerParts extends Parts {
  readonly flags?: number;
}

export const answerBlobHex = ({ flags = 1, ...parts }: AnswerParts): string =>
  `01${u8(flags)}${stringsHex(parts)}${candidatesHex(parts.candidates)}`;

export const answerBlobJson = ({ flags = 1, ufrag, pwd, candidates }: AnswerParts): JsonObject => ({
  setup: flags === 0 ? 'active' : 'passive',
  ufrag,
  pwd,
  candidates: candidates.map((candidate: Candidate) => ({ ...candidate })),
});

const kind: Kind = {
  name: 'answer-blob',
  bytes: answerBlobHex,
  json: answerBlobJson,
  requires: (what) => (what === 'end' ? ['OPENHOST-3.3-19'] : ['OPENHOST-3.3-42']),
};

function flags(): Draft[] {
  return [
    ...[0, 1].flatMap((value): Draft[] => {
      const parts = { ...plain, flags: value };
      return bothWays(
        {
          slug: `flags-0${value}`,
          title: `flags 0x0${value}: ${value ? 'passive' : 'active'}`,
          requires: ['OPENHOST-3.3-41'],
          why: 'A decoder that uses the role codes of an offer reads the wrong role.',
        },
        answerBlobHex(parts),
        answerBlobJson(parts),
      );
    }),
    ...[3, 5, 9, 17, 33, 65, 129, 2, 128].map(
      (value): Draft => ({
        slug: `decode-flags-${u8(value)}`,
        title: `flags 0x${u8(value)}, a reserved bit`,
        requires: ['OPENHOST-3.3-41'],
        op: 'decode',
        input: set(answerBlobHex(plain), 1, u8(value)),
        reject: 'answer-blob/reserved-flags',
        twin: value & 1 ? 'decode-flags-01' : 'decode-flags-00',
        why: 'If decoders ignore a reserved bit, no later version can use it.',
      }),
    ),
  ];
}

export const answerBlobRecipe: Recipe = {
  structure: 'openhost/answer-blob',
  sections: ['3.3'],
  drafts: () => [...commonDrafts(kind), ...flags()],
};
