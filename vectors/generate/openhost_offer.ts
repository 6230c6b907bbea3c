/** Section 3.3: the bodies of offers, and the plaintexts around them. */
import type { JsonObject } from '../../reference/structure.js';
import { plain } from './openhost_blob.js';
import { text } from './openhost_bytes.js';
import {
  blob,
  compact,
  key,
  offer,
  request,
  STRUCTURE,
  sdp,
  sdpText,
  v1,
  v2,
  v3,
  verbatim,
} from './openhost_offer.parts.js';
import { plaintexts, received } from './openhost_offer.plaintexts.js';
import { refused } from './openhost_offer.refused.js';
import {
  offerBlobHex,
  offerBlobJson,
  PUBLISHED,
  PUBLISHED_SOURCE,
  published,
} from './openhost_offer_blob.js';
import type { Draft, Recipe } from './recipe.js';

function versions(): Draft[] {
  const draft = (
    slug: string,
    title: string,
    input: string,
    accept: JsonObject,
    requires: readonly string[],
    why: string,
    tags: readonly string[] = [],
  ): Draft => ({
    slug: `decode-${slug}`,
    title,
    requires,
    op: 'decode',
    input,
    accept,
    why,
    tags,
  });
  const legacy = 'Clients of before the blob are still read.';
  const one = ['OPENHOST-3.3-10', 'OPENHOST-3.3-23'];
  const two = ['OPENHOST-3.3-11'];
  const long = `${sdpText}${'a=x:0123456789abcdef\r\n'.repeat(12)}`;
  return [
    draft('v3', 'version 3, a blob', v3(blob), compact, ['OPENHOST-3.3-13'], 'What every new client sends.'),
    draft(
      'v3-cert-fp',
      'version 3 takes its binding mode from the flags',
      v3(offerBlobHex({ ...plain, flags: 4 })),
      offer(3, 'cert_fp', { blob: offerBlobJson({ ...plain, flags: 4 }) }),
      ['OPENHOST-3.3-13'],
      'With the wrong mode no signature fits.',
    ),
    {
      ...draft(
        'v3-published',
        'version 3 with the published blob',
        v3(PUBLISHED),
        offer(3, 'cert_fp', { blob: offerBlobJson(published) }),
        ['OPENHOST-3.3-13', 'OPENHOST-6-1'],
        'The blob of the worked example in its body.',
        ['published'],
      ),
      source: PUBLISHED_SOURCE,
    },
    draft('v1', 'version 1, an SDP, means Exporter', v1(sdp), verbatim(1, 'exporter'), one, legacy, [
      'legacy',
    ]),
    draft(
      'v1-empty',
      'version 1 with an SDP of no bytes',
      v1(''),
      verbatim(1, 'exporter', ''),
      one,
      'What an SDP has to be is for its reader.',
      ['legacy', 'boundary'],
    ),
    draft(
      'v1-utf8',
      'version 1 with an SDP beyond ASCII',
      v1(text('s=Žižkov\n')),
      verbatim(1, 'exporter', 's=Žižkov\n'),
      one,
      'The length counts bytes, not characters.',
      ['legacy'],
    ),
    draft(
      'v1-300',
      'version 1 with an SDP of more than 255 bytes',
      v1(text(long)),
      verbatim(1, 'exporter', long),
      one,
      'A length of one byte cannot show a wrong byte order.',
      ['legacy', 'boundary'],
    ),
    draft(
      'v2-exporter',
      'version 2, binding byte 0x01',
      v2(sdp, '01'),
      verbatim(2, 'exporter'),
      two,
      legacy,
      ['legacy'],
    ),
    draft('v2-cert-fp', 'version 2, binding byte 0x02', v2(sdp, '02'), verbatim(2, 'cert_fp'), two, legacy, [
      'legacy',
    ]),
    {
      slug: 'encode-v3',
      title: 'version 3 is sent',
      requires: ['OPENHOST-3.3-12', 'OPENHOST-3.3-13'],
      op: 'encode',
      input: request,
      accept: v3(blob),
      why: 'Versions 1 and 2 do not fit into a packet.',
    },
    {
      slug: 'encode-published',
      title: 'version 3 with the published blob is sent',
      requires: ['OPENHOST-3.3-12', 'OPENHOST-3.3-13'],
      op: 'encode',
      input: { client_pk: key, blob: offerBlobJson(published) },
      accept: v3(PUBLISHED),
      why: 'The blob of the worked example in its body.',
      tags: ['published'],
      source: PUBLISHED_SOURCE,
    },
  ];
}

export const offerRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['3.3'],
  drafts: () => [...versions(), ...refused(), ...plaintexts(), ...received()],
};
