/** Section 3.3: the bodies of answers, and the plaintexts around them. */
import { accepting } from '../drafted.js';
import type { Draft, Recipe } from '../recipe.js';
import { body, bound, compact, request, STRUCTURE, v1, v2, verbatim } from './answer.parts.js';
import { plaintexts, received } from './answer.plaintexts.js';
import { refused } from './answer.refused.js';
import { answerBlobHex, answerBlobJson } from './answer_blob.js';
import { plain } from './blob.parts.js';
import { sdpTexts, withBlob } from './body.js';

function versions(): Draft[] {
  const read = accepting({ op: 'decode' });
  const sent = accepting({ op: 'encode' });
  const none = { ...plain, candidates: [] };
  const ours = ['OPENHOST-3.3-39', 'OPENHOST-3.3-38'];
  return [
    read(
      'v2',
      'version 2, a blob',
      v2,
      compact(),
      'OPENHOST-3.3-38',
      'Every daemon of today sends this, so a decoder that rejects it reaches no host.',
    ),
    read(
      'v2-no-candidate',
      'version 2 with a blob without candidates',
      withBlob(body, answerBlobHex(none)),
      compact(none),
      'OPENHOST-3.3-38',
      'A daemon that has found no candidate is unreachable for a decoder that requires one.',
    ),
    read(
      'v2-active',
      'version 2 with an active daemon',
      withBlob(body, answerBlobHex({ ...plain, flags: 0 })),
      { ...compact(), blob: answerBlobJson({ ...plain, flags: 0 }) },
      'OPENHOST-3.3-41',
      'The body has a code for active. Section 3.1 forbids the role later, when the SDP is built.',
    ),
    read(
      'v1',
      'version 1, an SDP',
      v1,
      verbatim(),
      'OPENHOST-3.3-40',
      'A decoder that rejects it cannot reach daemons that were built before the blob.',
      { tags: ['legacy'] },
    ),
    ...sdpTexts(body, 'OPENHOST-3.3-40', verbatim),
    sent(
      'v2',
      'version 2',
      request,
      v2,
      ours,
      'A version 1 answer does not fit into the packet beside the record.',
    ),
    sent(
      'no-candidate',
      'version 2 with a blob without candidates',
      { ...bound, blob: answerBlobJson(none) },
      withBlob(body, answerBlobHex(none)),
      ours,
      'A daemon that has found no candidate is unreachable for a decoder that requires one.',
    ),
  ];
}

export const answerRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['3.3'],
  drafts: () => [...versions(), ...refused(), ...plaintexts(), ...received()],
};
