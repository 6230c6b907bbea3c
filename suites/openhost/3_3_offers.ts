import { base64url } from '../../reference/bytes/base64url.js';
import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import { expectAnswer, expectNoAnswer } from './answered.js';
import { at, candidates, cut, filled, grown, resized, setFlag, setup } from './offer_shapes.js';
import type { OfferShape } from './port.js';

const ports = ['openhost'] as const;

/** An offer that the daemon has to answer. */
const accepted = (
  slug: string,
  title: string,
  requires: readonly string[],
  shape: OfferShape,
  /** A simpler offer, which tells a daemon that does not answer this offer from one that answers none. */
  known?: OfferShape,
): Case =>
  defineCase({
    id: `openhost/3.3/${slug}`,
    title,
    requires,
    expects: 'service',
    ports,
    async run(context) {
      expectAnswer(context, await context.openhost.offer(shape, known));
    },
  });

/** An offer that gets no answer, while a valid offer of the same client does. */
const refused = (
  slug: string,
  title: string,
  requires: readonly string[],
  shape: OfferShape,
  /** The case of the nearest valid offer. */
  control = 'v3',
): Case =>
  defineCase({
    id: `openhost/3.3/${slug}`,
    title,
    requires,
    expects: 'refusal',
    control: `openhost/3.3/${control}`,
    ports,
    async run(context) {
      expectNoAnswer(context, await context.openhost.offerWrong(shape));
    },
  });

const SPEC = ['OPENHOST-3.3-13'];

export const offers: readonly Case[] = [
  defineCase({
    id: 'openhost/3.3/v3',
    title: 'a version 3 offer gets an answer that names its hash',
    requires: ['OPENHOST-3.3-13', 'OPENHOST-3.3-7'],
    expects: 'service',
    ports,
    async run(context) {
      const offered = await context.openhost.offer({}, { version: 2, compression: 'none' });
      expectAnswer(context, offered);
      if (offered === 'silent') return;
      const { answer, offerHash } = offered;
      // An answer to another offer does not show that the daemon accepted this one.
      const named = 'refused' in answer ? answer.refused : base64url.encode(answer.offerSdpHash);
      context.expect.equal('offer_sdp_hash of the answer', named, base64url.encode(offerHash));
    },
  }),
  accepted('v3-uncompressed', 'an uncompressed offer (tag 0x01) gets an answer', ['OPENHOST-3.3-7'], {
    compression: 'none',
  }),
  accepted('v3-cert-fp', 'an offer with binding mode CertFp gets an answer', ['OPENHOST-3.3-13'], {
    mode: 'cert_fp',
  }),
  accepted('v2', 'a version 2 offer gets an answer', ['OPENHOST-3.3-11'], { version: 2 }),
  accepted('v1', 'a version 1 offer gets an answer', ['OPENHOST-3.3-10'], { version: 1 }),
  accepted('eight-candidates', 'an offer with eight candidates gets an answer', ['OPENHOST-3.3-17'], {
    blob: candidates(8),
  }),
  accepted('no-candidates', 'an offer without candidates gets an answer', ['OPENHOST-3.3-17'], {
    blob: candidates(0),
  }),
  accepted('ipv6-candidate', 'an offer with an IPv6 candidate gets an answer', ['OPENHOST-3.3-17'], {
    blob: candidates(1, 0, 6),
  }),
  accepted('longest-ice', 'an offer with ICE strings of 32 bytes gets an answer', ['OPENHOST-3.3-16'], {
    blob: (blob) => resized('ufrag', 32)(resized('pwd', 32)(blob)),
  }),
  ...[0x00, 0x03, 0xff].map((tag) =>
    refused(
      `tag-${tag.toString(16).padStart(2, '0')}`,
      `an offer with compression tag 0x${tag.toString(16).padStart(2, '0')} gets no answer`,
      ['OPENHOST-3.3-3'],
      {
        plaintext: at(0, tag),
      },
    ),
  ),
  accepted(
    'largest-body',
    'an offer that inflates to 65536 bytes gets an answer',
    ['OPENHOST-3.3-5'],
    filled(65_536),
  ),
  refused(
    'bomb',
    'an offer that inflates to 65537 bytes gets no answer',
    ['OPENHOST-3.3-5'],
    filled(65_537),
    'largest-body',
  ),
  refused('broken-zlib', 'an offer with a wrong zlib checksum gets no answer', ['OPENHOST-3.3-8'], {
    plaintext: (bytes) => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1),
  }),
  refused('separator', 'an offer with another domain separator gets no answer', SPEC, { body: at(0, 0x58) }),
  refused('version-4', 'an offer body of version 4 gets no answer', SPEC, { body: at(20, 0x34) }),
  refused('stranger', 'an offer that names another key than its signer gets no answer', ['OPENHOST-3.3-25'], {
    stranger: true,
  }),
  refused('blob-length', 'an offer whose length field exceeds its blob gets no answer', SPEC, {
    body: at(54, 255),
  }),
  refused('blob-version', 'an offer with blob version 2 gets no answer', ['OPENHOST-3.3-18'], {
    blob: at(0, 2),
  }),
  ...[3, 4, 5, 6, 7].map((bit) =>
    refused(`flag-${bit}`, `an offer with reserved flag bit ${bit} set gets no answer`, ['OPENHOST-3.3-14'], {
      blob: setFlag(1 << bit),
    }),
  ),
  refused(
    'setup-passive',
    'an offer with setup:passive gets no answer',
    ['OPENHOST-3.3-15', 'OPENHOST-3.1-3'],
    {
      blob: setup(1),
    },
  ),
  refused(
    'setup-reserved',
    'an offer with the reserved setup role 3 gets no answer',
    ['OPENHOST-3.3-15', 'OPENHOST-3.1-3'],
    {
      blob: setup(3),
    },
  ),
  refused('ufrag-3', 'an offer with a ufrag of 3 bytes gets no answer', ['OPENHOST-3.3-16'], {
    blob: resized('ufrag', 3),
  }),
  refused(
    'ufrag-33',
    'an offer with a ufrag of 33 bytes gets no answer',
    ['OPENHOST-3.3-16'],
    {
      blob: resized('ufrag', 33),
    },
    'longest-ice',
  ),
  refused('pwd-21', 'an offer with an ICE password of 21 bytes gets no answer', ['OPENHOST-3.3-16'], {
    blob: resized('pwd', 21),
  }),
  refused(
    'pwd-33',
    'an offer with an ICE password of 33 bytes gets no answer',
    ['OPENHOST-3.3-16'],
    { blob: resized('pwd', 33) },
    'longest-ice',
  ),
  refused('not-ascii', 'an offer with a ufrag that is not ASCII gets no answer', ['OPENHOST-3.3-16'], {
    blob: at(3, 0xe4),
  }),
  refused(
    'nine-candidates',
    'an offer with nine candidates gets no answer',
    ['OPENHOST-3.3-17'],
    { blob: candidates(9) },
    'eight-candidates',
  ),
  refused(
    'candidate-type',
    'an offer with candidate type 4 gets no answer',
    ['OPENHOST-3.3-17'],
    {
      blob: candidates(1, 4),
    },
    'ipv6-candidate',
  ),
  refused(
    'candidate-family',
    'an offer with address family 5 gets no answer',
    ['OPENHOST-3.3-17'],
    {
      blob: (blob) => {
        const made = candidates(1)(blob);
        return made.with(made.length - 7, 5);
      },
    },
    'ipv6-candidate',
  ),
  refused('cut-blob', 'an offer with a truncated blob gets no answer', SPEC, { blob: cut }),
  refused('long-blob', 'an offer with a byte after the last candidate gets no answer', SPEC, { blob: grown }),
  refused('sealed', 'an offer whose sealed box does not open gets no answer', ['OPENHOST-3.3-13'], {
    sealed: (bytes) => bytes.with(40, (bytes[40] ?? 0) ^ 1),
  }),
  ...[0, 3, 255].map((mode) =>
    refused(
      `v2-binding-${mode}`,
      `a version 2 offer with binding byte ${mode} gets no answer`,
      ['OPENHOST-3.3-22'],
      {
        version: 2,
        body: (body) => body.with(body.length - 1, mode),
      },
      'v2',
    ),
  ),
  refused(
    'v1-passive',
    'a version 1 offer with setup:passive gets no answer',
    ['OPENHOST-3.1-3'],
    {
      version: 1,
      sdp: (sdp) => sdp.replace(/a=setup:\w+/, 'a=setup:passive'),
    },
    'v1',
  ),
  refused('unpaired', 'an offer of a client that is not paired gets no answer', ['OPENHOST-2-21'], {
    unpaired: true,
  }),
  defineCase({
    id: 'openhost/3.3/actpass',
    title: 'an offer with setup:actpass gets no answer',
    requires: ['OPENHOST-3.1-3'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    ports,
    async run(context) {
      expectNoAnswer(context, await context.openhost.offerWrong({ blob: setup(2) }));
    },
  }),
];
