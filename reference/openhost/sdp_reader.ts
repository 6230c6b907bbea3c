import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { parseAddress } from './address.js';
import { CANDIDATE_TYPES, type Candidate } from './ice.js';
import { attributes, type Description, type Setup } from './sdp.js';

/**
 * What a reconstructed SDP says, however its lines end, its hex is cased and its addresses are spelled: the answer SDP
 * is nowhere hashed, so its text is the client's own (OPENHOST-G17).
 */
export function readDescription(sdp: string): Description {
  const media = sdp.split(/\r?\n/).filter((line) => line.startsWith('m='));
  if (media.length !== 1 || !/^m=application \d+ UDP\/DTLS\/SCTP webrtc-datachannel$/.test(media[0] ?? '')) {
    throw new DecodeError('sdp/media');
  }
  return {
    ufrag: only(sdp, 'ice-ufrag'),
    pwd: only(sdp, 'ice-pwd'),
    fingerprint: fingerprint(only(sdp, 'fingerprint')),
    setup: setup(only(sdp, 'setup')),
    candidates: attributes(sdp, 'candidate').map(candidate),
  };
}

function only(sdp: string, name: string): string {
  const [value, ...others] = attributes(sdp, name);
  if (value === undefined || others.length > 0) throw new DecodeError(`sdp/${name}`);
  return value;
}

function fingerprint(value: string): Uint8Array {
  const match = /^sha-256 ([0-9A-F]{2}(?::[0-9A-F]{2}){31})$/i.exec(value);
  if (!match?.[1]) throw new DecodeError('sdp/fingerprint');
  return hex.decode(match[1].replaceAll(':', '').toLowerCase());
}

function setup(value: string): Setup {
  if (value !== 'active' && value !== 'passive' && value !== 'actpass') throw new DecodeError('sdp/setup');
  return value;
}

function candidate(value: string): Candidate {
  const [, component, transport, , address = '', port = '', keyword, type] = value.split(' ');
  const typ = CANDIDATE_TYPES.find((name) => name === type);
  const wellFormed = component === '1' && transport?.toLowerCase() === 'udp' && keyword === 'typ';
  if (!wellFormed || !typ || !/^\d{1,5}$/.test(port)) throw new DecodeError('sdp/candidate');
  return { typ, addr: parseAddress(address), port: Number(port) };
}
