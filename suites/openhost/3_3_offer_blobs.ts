/** Offers whose blob is invalid in one field. */
import type { Case } from '../model.js';
import { getsNoAnswer } from './offer_cases.js';
import { at, candidates, cut, grown, resized, setFlag, setup } from './offer_shapes.js';
import { BOTH_WAIT, LATER } from './whys.js';

const GUESSED = 'ICE strings that are too short can be guessed, and an attacker joins the connection.';
const OVERRUN = 'A daemon with fixed buffers for ICE strings crashes or reads past their end.';
const LOST_STEP = 'A decoder that continues after this field reads every later field at a wrong place.';
const SPEC = ['OPENHOST-3.3-13'];

export const offerBlobs: readonly Case[] = [
  getsNoAnswer('blob-version', 'an offer with blob version 2 gets no answer', LATER, ['OPENHOST-3.3-18'], {
    blob: at(0, 2),
  }),
  ...[3, 4, 5, 6, 7].map((bit) =>
    getsNoAnswer(
      `flag-${bit}`,
      `an offer with reserved flag bit ${bit} set gets no answer`,
      LATER,
      ['OPENHOST-3.3-14'],
      { blob: setFlag(1 << bit) },
    ),
  ),
  getsNoAnswer(
    'setup-passive',
    'an offer with setup:passive gets no answer',
    BOTH_WAIT,
    ['OPENHOST-3.3-15', 'OPENHOST-3.1-3'],
    { blob: setup(1) },
  ),
  getsNoAnswer(
    'setup-reserved',
    'an offer with the reserved setup role 3 gets no answer',
    BOTH_WAIT,
    ['OPENHOST-3.3-15', 'OPENHOST-3.1-3'],
    { blob: setup(3) },
  ),
  getsNoAnswer('ufrag-3', 'an offer with a ufrag of 3 bytes gets no answer', GUESSED, ['OPENHOST-3.3-16'], {
    blob: resized('ufrag', 3),
  }),
  getsNoAnswer(
    'ufrag-33',
    'an offer with a ufrag of 33 bytes gets no answer',
    OVERRUN,
    ['OPENHOST-3.3-16'],
    { blob: resized('ufrag', 33) },
    'longest-ice',
  ),
  getsNoAnswer(
    'pwd-21',
    'an offer with an ICE password of 21 bytes gets no answer',
    GUESSED,
    ['OPENHOST-3.3-16'],
    { blob: resized('pwd', 21) },
  ),
  getsNoAnswer(
    'pwd-33',
    'an offer with an ICE password of 33 bytes gets no answer',
    OVERRUN,
    ['OPENHOST-3.3-16'],
    { blob: resized('pwd', 33) },
    'longest-ice',
  ),
  getsNoAnswer(
    'not-ascii',
    'an offer with a ufrag that is not ASCII gets no answer',
    'The string goes into SDP, where a byte outside ASCII can end a line and add another one.',
    ['OPENHOST-3.3-16'],
    { blob: at(3, 0xe4) },
  ),
  getsNoAnswer(
    'nine-candidates',
    'an offer with nine candidates gets no answer',
    'A stranger makes the daemon probe as many addresses as fit into an offer.',
    ['OPENHOST-3.3-17'],
    { blob: candidates(9) },
    'eight-candidates',
  ),
  getsNoAnswer(
    'candidate-type',
    'an offer with candidate type 4 gets no answer',
    LOST_STEP,
    ['OPENHOST-3.3-17'],
    { blob: candidates(1, 4) },
    'ipv6-candidate',
  ),
  getsNoAnswer(
    'candidate-family',
    'an offer with address family 5 gets no answer',
    LOST_STEP,
    ['OPENHOST-3.3-17'],
    {
      blob: (blob) => {
        const made = candidates(1)(blob);
        return made.with(made.length - 7, 5);
      },
    },
    'ipv6-candidate',
  ),
  getsNoAnswer(
    'cut-blob',
    'an offer with a truncated blob gets no answer',
    'A daemon without a length check reads past the end of the packet.',
    SPEC,
    { blob: cut },
  ),
  getsNoAnswer(
    'long-blob',
    'an offer with a byte after the last candidate gets no answer',
    'Two decoders read two different offers from the same bytes, and a check on one of them is bypassed.',
    SPEC,
    { blob: grown },
  ),
];
