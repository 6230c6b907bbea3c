/** Section 3.3: the parts that offer and answer blobs have in common. */
import { DecodeError } from '../bytes/error.js';
import type { Reader } from '../bytes/reader.js';
import type { Writer } from '../bytes/writer.js';

export const CANDIDATE_TYPES = ['host', 'srflx', 'prflx', 'relay'] as const;
type CandidateType = (typeof CANDIDATE_TYPES)[number];

export interface Candidate {
  readonly typ: CandidateType;
  /** 4 or 16 bytes: they are the family. */
  readonly addr: Uint8Array;
  readonly port: number;
}

export interface IceStrings {
  readonly ufrag: string;
  readonly pwd: string;
}

/** The upper bounds are openhost's own; RFC 8445 section 5.3 has 256 (OPENHOST-G18). */
const ICE_LENGTHS = { ufrag: [4, 32], pwd: [22, 32] } as const;
export const MAX_CANDIDATES = 8;

type IceName = keyof typeof ICE_LENGTHS;

export const readIceStrings = (reader: Reader): IceStrings => ({
  ufrag: readIceString(reader, 'ufrag'),
  pwd: readIceString(reader, 'pwd'),
});

function readIceString(reader: Reader, name: IceName): string {
  const length = reader.u8(`${name}_len`);
  const [least, most] = ICE_LENGTHS[name];
  if (length < least || length > most) reader.reject(`ice/${name}-length`, 1, `${length} bytes`);
  const at = reader.offset;
  const text = String.fromCharCode(...reader.take(name, length));
  checkCharacters(text, name, at);
  return text;
}

export function writeIceStrings(writer: Writer, { ufrag, pwd }: IceStrings): void {
  writeIceString(writer, 'ufrag', ufrag);
  writeIceString(writer, 'pwd', pwd);
}

function writeIceString(writer: Writer, name: IceName, text: string): void {
  checkIceString(text, name);
  writer.u8(text.length).put(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

export function checkIceStrings({ ufrag, pwd }: IceStrings): void {
  checkIceString(ufrag, 'ufrag');
  checkIceString(pwd, 'pwd');
}

function checkIceString(text: string, name: IceName): void {
  const [least, most] = ICE_LENGTHS[name];
  if (text.length < least || text.length > most) throw new DecodeError(`ice/${name}-length`);
  checkCharacters(text, name, 0);
}

/**
 * The text says ASCII, and these strings go into the template of the SDP. CR and LF would add lines to it, so they are
 * rejected. Deployed decoders accept them (OPENHOST-G19). The narrower ice-char of RFC 8839 is not required: the password
 * of the published example is outside of it.
 */
function checkCharacters(text: string, name: IceName, at: number): void {
  for (let i = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i);
    if (byte > 0x7f) throw new DecodeError(`ice/${name}-not-ascii`, at + i);
    if (byte === 0x0a || byte === 0x0d) throw new DecodeError(`ice/${name}-line-break`, at + i);
  }
}

export function readCandidates(reader: Reader): Candidate[] {
  const count = reader.u8('cand_count');
  if (count > MAX_CANDIDATES) reader.reject('ice/candidate-count', 1, `${count}`);
  return Array.from({ length: count }, (_, i) => readCandidate(reader, `candidates[${i}]`));
}

function readCandidate(reader: Reader, name: string): Candidate {
  const typ = CANDIDATE_TYPES[reader.u8(`${name}.typ`)] ?? reader.reject('ice/candidate-type', 1);
  const family = reader.u8(`${name}.family`);
  if (family !== 4 && family !== 6) reader.reject('ice/candidate-family', 1, `${family}`);
  const addr = reader.take(`${name}.addr`, family === 4 ? 4 : 16).slice();
  return { typ, addr, port: reader.u16be(`${name}.port`) };
}

export function writeCandidates(writer: Writer, candidates: readonly Candidate[]): void {
  if (candidates.length > MAX_CANDIDATES) throw new DecodeError('ice/candidate-count');
  writer.u8(candidates.length);
  for (const { typ, addr, port } of candidates) {
    if (addr.length !== 4 && addr.length !== 16) throw new DecodeError('ice/candidate-family');
    if (!Number.isInteger(port) || port < 0 || port > 0xffff) throw new DecodeError('ice/candidate-port');
    writer
      .u8(CANDIDATE_TYPES.indexOf(typ))
      .u8(addr.length === 4 ? 4 : 6)
      .put(addr)
      .u16be(port);
  }
}
