/** The parts of the vectors of blobs, in offers and in answers. */
import type { JsonObject } from '../../../reference/structure.js';
import { text, u8, u16 } from '../hex_bytes.js';

export interface Candidate {
  readonly typ: 'host' | 'srflx' | 'prflx' | 'relay';
  readonly addr: string;
  readonly port: number;
}

export interface Parts {
  readonly ufrag: string;
  readonly pwd: string;
  readonly candidates: readonly Candidate[];
}

/** One kind of blob: its bytes and its JSON for given parts, and the requirements about its limits. */
export interface Kind {
  readonly name: 'offer-blob' | 'answer-blob';
  readonly bytes: (parts: Parts) => string;
  readonly json: (parts: Parts) => JsonObject;
  readonly requires: (what: 'strings' | 'candidates' | 'end' | 'version') => readonly string[];
}

export const typs = ['host', 'srflx', 'prflx', 'relay'] as const;

export const candidateHex = ({ typ, addr, port }: Candidate): string =>
  `${u8(typs.indexOf(typ))}${addr.length === 8 ? '04' : '06'}${addr}${u16(port)}`;
export const candidatesHex = (candidates: readonly Candidate[]): string =>
  u8(candidates.length) + candidates.map(candidateHex).join('');
export const stringsHex = ({ ufrag, pwd }: Parts): string =>
  `${u8(ufrag.length)}${text(ufrag)}${u8(pwd.length)}${text(pwd)}`;

export const v4: Candidate = { typ: 'host', addr: 'c0000207', port: 49_152 };
export const v6: Candidate = { typ: 'host', addr: '20010db8000000000000000000000001', port: 49_153 };
export const plain: Parts = { ufrag: 'u7Fr', pwd: 'pAssw0rdpAssw0rdpAssw0', candidates: [v4] };

export const letters = (count: number): string => 'abcdefghijklmnopqrstuvwxyz0123456789'.slice(0, count);
export const several = (count: number): Candidate[] =>
  Array.from({ length: count }, (_, i) => ({
    typ: typs[i % 4] ?? 'host',
    addr: `c00002${u8(i)}`,
    port: 50_000 + i,
  }));
