import { base64url } from '../../reference/bytes/base64url.js';
import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import { expectAnswer, expectNoAnswer } from './answered.js';
import { at, candidates, cut, filled, grown, resized, setFlag, setup } from './offer_shapes.js';
import type { OfferShape } from './port.js';

const ports = ['openhost'] as const;

/** A right answer to this offer. */
const accepted = (
  slug: string,
  title: string,
  requires: readonly string[],
  shape: OfferShape,
  /** What a daemon answers that does not answer this. */
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

/** Silence, and then an answer to a right offer of the same client. */
const refused = (
  slug: string,
  title: string,
  requires: readonly string[],
  shape: OfferShape,
  /** The case of the nearest offer that is right. */
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
    title: 'a right version 3 offer is answered',
    requires: ['OPENHOST-3.3-13', 'OPENHOST-3.3-7'],
    expects: 'service',
    ports,
    async run(context) {
      const offered = await context.openhost.offer({}, { version: 2, compression: 'none' });
      expectAnswer(context, offered);
      if (offered === 'silent') return;
      const { answer, offerHash } = offered;
      // An answer to something else does not show that this offer was taken.
      const named = 'refused' in answer ? answer.refused : base64url.encode(answer.offerSdpHash);
      context.expect.equal('offer_sdp_hash of the answer', named, base64url.encode(offerHash));
    },
  }),
  accepted('v3-uncompressed', 'compression tag 0x01 is accepted', ['OPENHOST-3.3-7'], {
    compression: 'none',
  }),
  accepted('v3-cert-fp', 'an offer in mode CertFp is answered', ['OPENHOST-3.3-13'], { mode: 'cert_fp' }),
  accepted('v2', 'a version 2 offer is answered', ['OPENHOST-3.3-11'], { version: 2 }),
  accepted('v1', 'a version 1 offer is answered', ['OPENHOST-3.3-10'], { version: 1 }),
  accepted('eight-candidates', 'eight candidates are taken', ['OPENHOST-3.3-17'], { blob: candidates(8) }),
  accepted('no-candidates', 'a blob without candidates is taken', ['OPENHOST-3.3-17'], {
    blob: candidates(0),
  }),
  accepted('ipv6-candidate', 'a candidate of family 6 is taken', ['OPENHOST-3.3-17'], {
    blob: candidates(1, 0, 6),
  }),
  accepted('longest-ice', 'ICE strings of 32 bytes are taken', ['OPENHOST-3.3-16'], {
    blob: (blob) => resized('ufrag', 32)(resized('pwd', 32)(blob)),
  }),
  ...[0x00, 0x03, 0xff].map((tag) =>
    refused(
      `tag-${tag.toString(16).padStart(2, '0')}`,
      `compression tag 0x${tag.toString(16)} is refused`,
      ['OPENHOST-3.3-3'],
      {
        plaintext: at(0, tag),
      },
    ),
  ),
  accepted('largest-body', 'a body of 65536 bytes is taken', ['OPENHOST-3.3-5'], filled(65_536)),
  refused(
    'bomb',
    'a body that inflates beyond 65536 bytes is refused',
    ['OPENHOST-3.3-5'],
    filled(65_537),
    'largest-body',
  ),
  refused('broken-zlib', 'a damaged stream is refused', ['OPENHOST-3.3-8'], {
    plaintext: (bytes) => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1),
  }),
  refused('separator', 'another separator is refused', SPEC, { body: at(0, 0x58) }),
  refused('version-4', 'a body of version 4 is refused', SPEC, { body: at(20, 0x34) }),
  refused('stranger', 'a client key other than the signer is refused', ['OPENHOST-3.3-25'], {
    stranger: true,
  }),
  refused('blob-length', 'a length that does not fit the blob is refused', SPEC, { body: at(54, 255) }),
  refused('blob-version', 'another blob version is refused', ['OPENHOST-3.3-18'], { blob: at(0, 2) }),
  ...[3, 4, 5, 6, 7].map((bit) =>
    refused(`flag-${bit}`, `reserved bit ${bit} is refused`, ['OPENHOST-3.3-14'], {
      blob: setFlag(1 << bit),
    }),
  ),
  refused('setup-passive', 'setup role passive is refused', ['OPENHOST-3.3-15', 'OPENHOST-3.1-3'], {
    blob: setup(1),
  }),
  refused('setup-reserved', 'the reserved setup role is refused', ['OPENHOST-3.3-15', 'OPENHOST-3.1-3'], {
    blob: setup(3),
  }),
  refused('ufrag-3', 'a user fragment of 3 bytes is refused', ['OPENHOST-3.3-16'], {
    blob: resized('ufrag', 3),
  }),
  refused(
    'ufrag-33',
    'a user fragment of 33 bytes is refused',
    ['OPENHOST-3.3-16'],
    {
      blob: resized('ufrag', 33),
    },
    'longest-ice',
  ),
  refused('pwd-21', 'a password of 21 bytes is refused', ['OPENHOST-3.3-16'], { blob: resized('pwd', 21) }),
  refused(
    'pwd-33',
    'a password of 33 bytes is refused',
    ['OPENHOST-3.3-16'],
    { blob: resized('pwd', 33) },
    'longest-ice',
  ),
  refused('not-ascii', 'a user fragment that is not ASCII is refused', ['OPENHOST-3.3-16'], {
    blob: at(3, 0xe4),
  }),
  refused(
    'nine-candidates',
    'nine candidates are refused',
    ['OPENHOST-3.3-17'],
    { blob: candidates(9) },
    'eight-candidates',
  ),
  refused(
    'candidate-type',
    'an unknown candidate type is refused',
    ['OPENHOST-3.3-17'],
    {
      blob: candidates(1, 4),
    },
    'ipv6-candidate',
  ),
  refused(
    'candidate-family',
    'an unknown family is refused',
    ['OPENHOST-3.3-17'],
    {
      blob: (blob) => {
        const made = candidates(1)(blob);
        return made.with(made.length - 7, 5);
      },
    },
    'ipv6-candidate',
  ),
  refused('cut-blob', 'a cut blob is refused', SPEC, { blob: cut }),
  refused('long-blob', 'a blob with something behind it is refused', SPEC, { blob: grown }),
  refused('sealed', 'a box that does not open is refused', ['OPENHOST-3.3-13'], {
    sealed: (bytes) => bytes.with(40, (bytes[40] ?? 0) ^ 1),
  }),
  ...[0, 3, 255].map((mode) =>
    refused(
      `v2-binding-${mode}`,
      `binding byte ${mode} of version 2 is refused`,
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
    'a legacy SDP with setup:passive is refused',
    ['OPENHOST-3.1-3'],
    {
      version: 1,
      sdp: (sdp) => sdp.replace(/a=setup:\w+/, 'a=setup:passive'),
    },
    'v1',
  ),
  refused('unpaired', 'a client that is not allowed gets no answer', ['OPENHOST-2-21'], { unpaired: true }),
  defineCase({
    id: 'openhost/3.3/actpass',
    title: 'actpass in an offer is refused, because 3.1 decides',
    requires: ['OPENHOST-3.1-3'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    why: 'Deployed clients send actpass and deployed daemons take it (OPENHOST-G12).',
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    ports,
    async run(context) {
      expectNoAnswer(context, await context.openhost.offerWrong({ blob: setup(2) }));
    },
  }),
];
