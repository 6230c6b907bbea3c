/** Section 3.3: fragments that cannot be joined to an answer. */
import { refusing, refusingEach } from '../drafted.js';
import { set } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { envelope } from './fragment.parts.js';
import { one, reassembly, record, two, zero } from './reassembly.parts.js';

const kind = { ...reassembly, beside: 'three' };
const draft = refusing(kind);
const each = refusingEach(kind);
const index = 'A decoder that trusts the name puts the bytes in the wrong place.';
const missing =
  'A decoder that skips the missing fragment gets a sealed box that does not open, without a reason.';

export const refused = (): Draft[] => [...unjoinable(), ...invalid()];

/** Valid fragments that do not belong together. */
function unjoinable(): Draft[] {
  const total = 'While one answer replaces another, a client must not mix their fragments.';
  const duplicate = 'Which duplicate counts must not depend on the order of the records.';
  return [
    ...each({ reject: 'reassembly/total', requires: 'OPENHOST-3.3-48', why: total }, [
      [
        'total-first',
        'a fragment 0 with a larger total than the others',
        [record(0, envelope(0, 4, 'aa00')), one, two, record(3, envelope(3, 3 + 1, 'dd33'))],
      ],
      [
        'total-middle',
        'a middle fragment with another total',
        [zero, record(1, envelope(1, 2, 'bb11')), two],
      ],
      ['total-last', 'a last fragment with another total', [zero, one, record(2, envelope(2, 4, 'cc22'))]],
    ]),
    ...each({ reject: 'reassembly/index', requires: 'OPENHOST-3.3-49', why: index }, [
      [
        'index-middle',
        'a middle fragment with the index of the last',
        [zero, record(1, envelope(2, 3, 'bb11')), two],
      ],
      ['index-last', 'a last fragment with index 0', [zero, one, record(2, envelope(0, 3, 'cc22'))]],
      [
        'index-zero',
        'a fragment 0 with index 1',
        [record(0, envelope(1, 3, 'aa00')), one, two],
        { requires: 'OPENHOST-3.3-34' },
      ],
      [
        'swapped',
        'two fragments with exchanged names',
        [zero, record(2, envelope(1, 3, 'bb11')), record(1, envelope(2, 3, 'cc22'))],
      ],
    ]),
    ...each({ reject: 'reassembly/missing', requires: 'OPENHOST-3.3-50', why: missing }, [
      ['missing-middle', 'an answer without its middle fragment', [zero, two]],
      ['missing-last', 'an answer without its last fragment', [zero, one]],
      ['missing-all', 'an answer with fragment 0 alone', [zero]],
    ]),
    draft(
      'leading-zero',
      'a last fragment with a leading zero in its name',
      [zero, one, record('02', envelope(2, 3, 'cc22'))],
      'reassembly/missing',
      'OPENHOST-3.3-31',
      'A decoder that compares numbers takes two names for one.',
    ),
    ...each({ reject: 'reassembly/duplicate', requires: 'OPENHOST-3.3-51', why: duplicate }, [
      ['duplicate-zero', 'a duplicate fragment 0', [zero, zero, one, two]],
      ['duplicate-middle', 'a duplicate middle fragment', [zero, one, one, two]],
      [
        'duplicate-last',
        'a duplicate last fragment with other bytes',
        [zero, one, two, record(2, envelope(2, 3, 'dd33'))],
      ],
    ]),
  ];
}

/** Answers with one invalid fragment. */
function invalid(): Draft[] {
  return [
    draft(
      'total-zero',
      'a total of zero',
      [record(0, set(envelope(0, 1, 'aa00'), 2, '00'))],
      'fragment/total',
      'OPENHOST-3.3-52',
      'An answer without fragments is empty, and a decoder divides by zero or waits without end.',
      { beside: 'one' },
    ),
    draft(
      'index-at-total',
      'a last fragment with an index equal to its total',
      [zero, one, record(2, envelope(3, 3, 'cc22'))],
      'fragment/index',
      'OPENHOST-3.3-53',
      index,
    ),
    draft(
      'version',
      'a last fragment of another version',
      [zero, one, record(2, `02${envelope(2, 3, 'cc22').slice(2)}`)],
      'fragment/version',
      'OPENHOST-3.3-33',
      'A decoder that skips the fragment assembles a damaged answer.',
    ),
    draft(
      'empty',
      'an empty last fragment',
      [zero, one, record(2, envelope(2, 3, ''))],
      'fragment/empty',
      'OPENHOST-3.3-35',
      'Two decoders disagree on whether an empty fragment completes an answer.',
    ),
    draft(
      'length',
      'a last fragment shorter than its length',
      [zero, one, record(2, envelope(2, 3, 'cc22', 3))],
      'truncated',
      'OPENHOST-3.3-35',
      missing,
    ),
  ];
}
