/** Offers whose blob is invalid in one field. */
import type { Case } from '../model.js';
import { getsNoAnswer, type Rejected } from './offer_cases.js';
import { at, candidates, cut, grown, resized, setFlag, setup } from './offer_shapes.js';
import { BOTH_WAIT, LATER } from './whys.js';

const SPEC = ['OPENHOST-3.3-13'];
const ICE = ['OPENHOST-3.3-16'];
const CANDIDATES = ['OPENHOST-3.3-17'];

const wrongSetup: Rejected = { why: BOTH_WAIT, requires: ['OPENHOST-3.3-15', 'OPENHOST-3.1-3'] };
const guessable: Rejected = {
  why: 'ICE strings that are too short can be guessed, and an attacker joins the connection.',
  requires: ICE,
};
const overlong: Rejected = {
  why: 'A daemon with fixed buffers for ICE strings crashes or reads past their end.',
  requires: ICE,
  control: 'longest-ice',
};
const outOfStep: Rejected = {
  why: 'A decoder that continues after this field reads every later field at a wrong place.',
  requires: CANDIDATES,
  control: 'ipv6-candidate',
};

const invalid = (
  slug: string,
  what: string,
  blob: (valid: Uint8Array) => Uint8Array,
  rejected: Rejected,
): Case => getsNoAnswer(slug, `an offer with ${what}`, { ...rejected, offer: { blob } });

const unknownFamily = (blob: Uint8Array) => {
  const made = candidates(1)(blob);
  return made.with(made.length - 7, 5);
};

export const offerBlobs: readonly Case[] = [
  invalid('blob-version', 'blob version 2', at(0, 2), { why: LATER, requires: ['OPENHOST-3.3-18'] }),
  ...[3, 4, 5, 6, 7].map((bit) =>
    invalid(`flag-${bit}`, `reserved flag bit ${bit} set`, setFlag(1 << bit), {
      why: LATER,
      requires: ['OPENHOST-3.3-14'],
    }),
  ),
  invalid('setup-passive', 'setup:passive', setup(1), wrongSetup),
  invalid('setup-reserved', 'the reserved setup role 3', setup(3), wrongSetup),
  invalid('ufrag-3', 'a ufrag of 3 bytes', resized('ufrag', 3), guessable),
  invalid('ufrag-33', 'a ufrag of 33 bytes', resized('ufrag', 33), overlong),
  invalid('pwd-21', 'an ICE password of 21 bytes', resized('pwd', 21), guessable),
  invalid('pwd-33', 'an ICE password of 33 bytes', resized('pwd', 33), overlong),
  invalid('not-ascii', 'a ufrag that is not ASCII', at(3, 0xe4), {
    why: 'The string goes into SDP, where a byte outside ASCII can end a line and add another one.',
    requires: ICE,
  }),
  invalid('nine-candidates', 'nine candidates', candidates(9), {
    why: 'A stranger makes the daemon probe as many addresses as fit into an offer.',
    requires: CANDIDATES,
    control: 'eight-candidates',
  }),
  invalid('candidate-type', 'candidate type 4', candidates(1, 4), outOfStep),
  invalid('candidate-family', 'address family 5', unknownFamily, outOfStep),
  invalid('cut-blob', 'a truncated blob', cut, {
    why: 'A daemon without a length check reads past the end of the packet.',
    requires: SPEC,
  }),
  invalid('long-blob', 'a byte after the last candidate', grown, {
    why: 'Two decoders read two different offers from the same bytes, and a check on one of them is bypassed.',
    requires: SPEC,
  }),
];
