/** Section 3.3: the bodies of offers, and the plaintexts around them. */
import { accepting } from '../drafted.js';
import type { Draft, Recipe } from '../recipe.js';
import { plain } from './blob.parts.js';
import { sdpTexts, withBlob } from './body.js';
import { body, compact, key, offer, request, STRUCTURE, v1, v2, v3, verbatim } from './offer.parts.js';
import { plaintexts, received } from './offer.plaintexts.js';
import { refused } from './offer.refused.js';
import { offerBlobHex, offerBlobJson, PUBLISHED, PUBLISHED_SOURCE, published } from './offer_blob.js';

function versions(): Draft[] {
  const read = accepting({ op: 'decode' });
  const sent = accepting({ op: 'encode' });
  const legacy = accepting({ op: 'decode', tags: ['legacy'] });
  const example = { tags: ['published'], source: PUBLISHED_SOURCE };
  const old = 'A daemon that rejects it does not serve clients that were built before the blob.';
  const one = ['OPENHOST-3.3-10', 'OPENHOST-3.3-23'];
  const ours = ['OPENHOST-3.3-12', 'OPENHOST-3.3-13'];
  const certFp = { ...plain, flags: 4 };
  return [
    read('v3', 'version 3, a blob', v3, compact, 'OPENHOST-3.3-13', 'Every new client sends this.'),
    read(
      'v3-cert-fp',
      'version 3 with a binding mode in its flags',
      withBlob(body, offerBlobHex(certFp)),
      offer(3, 'cert_fp', { blob: offerBlobJson(certFp) }),
      'OPENHOST-3.3-13',
      'With the wrong mode no signature verifies.',
    ),
    read(
      'v3-published',
      'version 3 with the published blob',
      withBlob(body, PUBLISHED),
      offer(3, 'cert_fp', { blob: offerBlobJson(published) }),
      ['OPENHOST-3.3-13', 'OPENHOST-6-1'],
      'This is the body with the blob of the worked example.',
      example,
    ),
    legacy('v1', 'version 1 with an SDP, which means mode Exporter', v1, verbatim(1, 'exporter'), one, old),
    ...sdpTexts(body, one, (sdp) => verbatim(1, 'exporter', sdp)),
    legacy(
      'v2-exporter',
      'version 2, binding byte 0x01',
      v2('01'),
      verbatim(2, 'exporter'),
      'OPENHOST-3.3-11',
      old,
    ),
    legacy(
      'v2-cert-fp',
      'version 2, binding byte 0x02',
      v2('02'),
      verbatim(2, 'cert_fp'),
      'OPENHOST-3.3-11',
      old,
    ),
    sent('v3', 'version 3', request, v3, ours, 'Bodies of versions 1 and 2 do not fit into a packet.'),
    sent(
      'published',
      'version 3 with the published blob',
      { client_pk: key, blob: offerBlobJson(published) },
      withBlob(body, PUBLISHED),
      ours,
      'This is the body with the blob of the worked example.',
      example,
    ),
  ];
}

export const offerRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['3.3'],
  drafts: () => [...versions(), ...refused(), ...plaintexts(), ...received()],
};
