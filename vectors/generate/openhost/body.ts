/** Section 3.3: what the bodies of offers and answers share, and the texts that both may contain. */
import type { JsonObject } from '../../../reference/structure.js';
import { accepting } from '../drafted.js';
import { text, u16, u32 } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';

/** One kind of body: version 1 contains an SDP, and the current version a blob. */
export interface Body {
  readonly name: 'offer' | 'answer';
  readonly version: 2 | 3;
  /** The bytes between the separator and the length. */
  readonly head: string;
  readonly sdpText: string;
  readonly blob: string;
  readonly requires: { readonly sdp: string; readonly blob: string; readonly sent: string };
}

export const separator = ({ name }: Body, version: number): string =>
  text(`openhost-${name}-inner${version}`);
export const withSdp = (body: Body, sdp = text(body.sdpText), length = sdp.length / 2): string =>
  `${separator(body, 1)}${body.head}${u32(length)}${sdp}`;
export const withBlob = (body: Body, blob = body.blob, length = blob.length / 2): string =>
  `${separator(body, body.version)}${body.head}${u16(length)}${blob}`;

/** The offset of the SDP in a version 1 body, and of the blob in a later one. */
export const sdpAt = (body: Body): number => withSdp(body, '').length / 2;
export const blobAt = (body: Body): number => withBlob(body, '').length / 2;

/** The texts that a version 1 body may contain. */
export function sdpTexts(
  body: Body,
  requires: string | readonly string[],
  read: (sdp: string) => JsonObject,
): Draft[] {
  const draft = (slug: string, title: string, sdp: string, why: string, tags: readonly string[]): Draft =>
    accepting({ op: 'decode', tags })(slug, title, withSdp(body, text(sdp)), read(sdp), requires, why);
  return [
    draft(
      'v1-empty',
      'version 1 with an SDP of no bytes',
      '',
      'The reader of the SDP judges it. A body decoder that does so rejects valid answers.',
      ['legacy', 'boundary'],
    ),
    draft(
      'v1-utf8',
      'version 1 with an SDP beyond ASCII',
      's=Žižkov\n',
      'A decoder that counts characters instead of bytes misreads the length.',
      ['legacy'],
    ),
    draft(
      'v1-300',
      'version 1 with an SDP of more than 255 bytes',
      `${body.sdpText}${'a=x:0123456789abcdef\r\n'.repeat(12)}`,
      'Only a length of two bytes shows a wrong byte order.',
      ['legacy', 'boundary'],
    ),
  ];
}
