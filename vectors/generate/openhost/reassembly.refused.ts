/** Section 3.3: fragments that make no answer. */
import { refusing } from '../drafted.js';
import { set } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { envelope } from './fragment.parts.js';
import { one, reassembly, record, two, zero } from './reassembly.parts.js';

export function refused(): Draft[] {
  const draft = refusing({ ...reassembly, beside: 'three' });
  const total = 'While one answer replaces another, a client must not mix their fragments.';
  const index = 'A decoder that trusts the name puts the bytes in the wrong place.';
  const missing =
    'A decoder that skips the missing fragment gets a sealed box that does not open, without a reason.';
  const duplicate = 'Which duplicate counts must not depend on the order of the records.';
  return [
    draft(
      'total-first',
      'zero announces more than the others',
      [record(0, envelope(0, 4, 'aa00')), one, two, record(3, envelope(3, 3 + 1, 'dd33'))],
      'reassembly/total',
      'OPENHOST-3.3-48',
      total,
    ),
    draft(
      'total-middle',
      'the middle one has another total',
      [zero, record(1, envelope(1, 2, 'bb11')), two],
      'reassembly/total',
      'OPENHOST-3.3-48',
      total,
    ),
    draft(
      'total-last',
      'the last one has another total',
      [zero, one, record(2, envelope(2, 4, 'cc22'))],
      'reassembly/total',
      'OPENHOST-3.3-48',
      total,
    ),
    draft(
      'index-middle',
      'the middle one says it is the last',
      [zero, record(1, envelope(2, 3, 'bb11')), two],
      'reassembly/index',
      'OPENHOST-3.3-49',
      index,
    ),
    draft(
      'index-last',
      'the last one says it is zero',
      [zero, one, record(2, envelope(0, 3, 'cc22'))],
      'reassembly/index',
      'OPENHOST-3.3-49',
      index,
    ),
    draft(
      'index-zero',
      'zero says it is the first',
      [record(0, envelope(1, 3, 'aa00')), one, two],
      'reassembly/index',
      'OPENHOST-3.3-34',
      index,
    ),
    draft(
      'swapped',
      'two records under the names of each other',
      [zero, record(2, envelope(1, 3, 'bb11')), record(1, envelope(2, 3, 'cc22'))],
      'reassembly/index',
      'OPENHOST-3.3-49',
      index,
    ),
    draft(
      'missing-middle',
      'the middle one is missing',
      [zero, two],
      'reassembly/missing',
      'OPENHOST-3.3-50',
      missing,
    ),
    draft(
      'missing-last',
      'the last one is missing',
      [zero, one],
      'reassembly/missing',
      'OPENHOST-3.3-50',
      missing,
    ),
    draft(
      'missing-all',
      'all but zero are missing',
      [zero],
      'reassembly/missing',
      'OPENHOST-3.3-50',
      missing,
    ),
    draft(
      'leading-zero',
      'the last one has a leading zero in its name',
      [zero, one, record('02', envelope(2, 3, 'cc22'))],
      'reassembly/missing',
      'OPENHOST-3.3-31',
      'A decoder that compares numbers takes two names for one.',
    ),
    draft(
      'duplicate-zero',
      'zero twice',
      [zero, zero, one, two],
      'reassembly/duplicate',
      'OPENHOST-3.3-51',
      duplicate,
    ),
    draft(
      'duplicate-middle',
      'the middle one twice',
      [zero, one, one, two],
      'reassembly/duplicate',
      'OPENHOST-3.3-51',
      duplicate,
    ),
    draft(
      'duplicate-last',
      'the last one twice, with other bytes',
      [zero, one, two, record(2, envelope(2, 3, 'dd33'))],
      'reassembly/duplicate',
      'OPENHOST-3.3-51',
      duplicate,
    ),
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
      'the last one has an index equal to its total',
      [zero, one, record(2, envelope(3, 3, 'cc22'))],
      'fragment/index',
      'OPENHOST-3.3-53',
      index,
    ),
    draft(
      'version',
      'the last one has another version',
      [zero, one, record(2, `02${envelope(2, 3, 'cc22').slice(2)}`)],
      'fragment/version',
      'OPENHOST-3.3-33',
      'A decoder that skips the fragment assembles a damaged answer.',
    ),
    draft(
      'empty',
      'the last one is empty',
      [zero, one, record(2, envelope(2, 3, ''))],
      'fragment/empty',
      'OPENHOST-3.3-35',
      'Two decoders disagree on whether an empty fragment completes an answer.',
    ),
    draft(
      'length',
      'the last one is shorter than its length',
      [zero, one, record(2, envelope(2, 3, 'cc22', 3))],
      'truncated',
      'OPENHOST-3.3-35',
      missing,
    ),
  ];
}
