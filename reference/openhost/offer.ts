/** Section 3.3: the body of an offer. Version 3 is written; versions 1 and 2 are only read. */
import { DecodeError } from '../bytes/error.js';
import { type Field, Reader } from '../bytes/reader.js';
import { utf8 } from '../bytes/text.js';
import { Writer } from '../bytes/writer.js';
import { type BindingMode, type OfferBlob, type OfferBlobRequest, offerBlob } from './offer_blob.js';
import { separatorVersion } from './separator.js';

export interface CompactOffer {
  readonly version: 3;
  readonly clientPk: Uint8Array;
  readonly bindingMode: BindingMode;
  readonly blob: OfferBlob;
}

export interface VerbatimOffer {
  readonly version: 1 | 2;
  readonly clientPk: Uint8Array;
  readonly bindingMode: BindingMode;
  readonly sdp: string;
}

export type Offer = CompactOffer | VerbatimOffer;

export const OFFER_SEPARATOR = 'openhost-offer-inner';
export const KEY = 32;
/** The longest valid blob has 261 bytes, so a blob of 512 bytes is rejected before it is parsed. */
export const MAX_BLOB = 512;

export const offer = Object.freeze({
  encode(value: { clientPk: Uint8Array; blob: OfferBlobRequest }): Uint8Array {
    if (value.clientPk.length !== KEY) throw new DecodeError('offer/key-length');
    const blob = offerBlob.encode(value.blob);
    return new Writer()
      .put(utf8(`${OFFER_SEPARATOR}3`))
      .put(value.clientPk)
      .u16be(blob.length)
      .put(blob)
      .finish();
  },

  decode(body: Uint8Array, trace?: Field[]): Offer {
    const reader = new Reader(body, trace);
    const version =
      separatorVersion(reader, OFFER_SEPARATOR, [1, 2, 3]) ?? reader.reject('offer/separator', 21);
    const clientPk = reader.take('client_pk', KEY).slice();
    return version === 3 ? compact(reader, clientPk, trace) : verbatim(reader, clientPk, version);
  },
});

function compact(reader: Reader, clientPk: Uint8Array, trace?: Field[]): CompactOffer {
  const length = reader.u16be('blob_len');
  if (length > MAX_BLOB) reader.reject('offer/blob-length', 2, `${length}`);
  const base = reader.offset;
  const bytes = reader.take('offer_blob', length);
  const blob = offerBlob.decode(bytes, trace, base);
  reader.end('offer/trailing-bytes');
  return { version: 3, clientPk, bindingMode: blob.bindingMode, blob };
}

function verbatim(reader: Reader, clientPk: Uint8Array, version: 1 | 2): VerbatimOffer {
  const sdp = reader.utf8('offer_sdp', reader.u32be('sdp_len'));
  const bindingMode = version === 1 ? 'exporter' : readBindingMode(reader);
  reader.end('offer/trailing-bytes');
  return { version, clientPk, bindingMode, sdp };
}

function readBindingMode(reader: Reader): BindingMode {
  const mode = reader.u8('binding_mode');
  if (mode !== 1 && mode !== 2) reader.reject('offer/binding-mode', 1, `${mode}`);
  return mode === 1 ? 'exporter' : 'cert_fp';
}
