import { base64url } from '../../reference/bytes/base64url.js';
import type { Case } from '../model.js';
import { offerBlobs } from './3_3_offer_blobs.js';
import { expectAnswer, expectNoAnswer } from './answered.js';
import { daemonCase } from './daemon_case.js';
import { getsAnswer, getsNoAnswer } from './offer_cases.js';
import { at, candidates, filled, resized, setup } from './offer_shapes.js';
import { BOTH_WAIT, LATER } from './whys.js';

const SHUT_OUT =
  'Clients that send a valid offer of this form wait in vain and report that the host is down.';
const LIMIT = 'Clients at the limit, such as phones with many networks, cannot connect.';
const DRIFT =
  'A daemon that accepts it hides the bug of the client, which then fails with every other daemon.';
const SPEC = ['OPENHOST-3.3-13'];

export const offers: readonly Case[] = [
  daemonCase({
    id: 'openhost/3.3/v3',
    title: 'a version 3 offer gets an answer that names its hash',
    why: SHUT_OUT,
    requires: ['OPENHOST-3.3-13', 'OPENHOST-3.3-7'],
    expects: 'service',
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
  getsAnswer(
    'v3-uncompressed',
    'an uncompressed offer (tag 0x01) gets an answer',
    SHUT_OUT,
    ['OPENHOST-3.3-7'],
    { compression: 'none' },
  ),
  getsAnswer(
    'v3-cert-fp',
    'an offer with binding mode CertFp gets an answer',
    'Browsers cannot read the TLS exporter: a daemon without mode CertFp serves none of them.',
    ['OPENHOST-3.3-13'],
    { mode: 'cert_fp' },
  ),
  getsAnswer('v2', 'a version 2 offer gets an answer', SHUT_OUT, ['OPENHOST-3.3-11'], { version: 2 }),
  getsAnswer('v1', 'a version 1 offer gets an answer', SHUT_OUT, ['OPENHOST-3.3-10'], { version: 1 }),
  getsAnswer(
    'eight-candidates',
    'an offer with eight candidates gets an answer',
    LIMIT,
    ['OPENHOST-3.3-17'],
    { blob: candidates(8) },
  ),
  getsAnswer(
    'no-candidates',
    'an offer without candidates gets an answer',
    'Browsers that hide their addresses offer no candidate and cannot connect.',
    ['OPENHOST-3.3-17'],
    { blob: candidates(0) },
  ),
  getsAnswer(
    'ipv6-candidate',
    'an offer with an IPv6 candidate gets an answer',
    'Clients in IPv6 networks cannot connect.',
    ['OPENHOST-3.3-17'],
    { blob: candidates(1, 0, 6) },
  ),
  getsAnswer(
    'longest-ice',
    'an offer with ICE strings of 32 bytes gets an answer',
    'ICE libraries choose the length of their strings, so some clients cannot connect.',
    ['OPENHOST-3.3-16'],
    { blob: (blob) => resized('ufrag', 32)(resized('pwd', 32)(blob)) },
  ),
  ...[0x00, 0x03, 0xff].map((tag) =>
    getsNoAnswer(
      `tag-${tag.toString(16).padStart(2, '0')}`,
      `an offer with compression tag 0x${tag.toString(16).padStart(2, '0')} gets no answer`,
      tag === 0 ? DRIFT : LATER,
      ['OPENHOST-3.3-3'],
      { plaintext: at(0, tag) },
    ),
  ),
  getsAnswer(
    'largest-body',
    'an offer that inflates to 65536 bytes gets an answer',
    LIMIT,
    ['OPENHOST-3.3-5'],
    filled(65_536),
  ),
  getsNoAnswer(
    'bomb',
    'an offer that inflates to 65537 bytes gets no answer',
    'A stranger exhausts the memory of the daemon with one small packet.',
    ['OPENHOST-3.3-5'],
    filled(65_537),
    'largest-body',
  ),
  getsNoAnswer(
    'broken-zlib',
    'an offer with a wrong zlib checksum gets no answer',
    DRIFT,
    ['OPENHOST-3.3-8'],
    { plaintext: (bytes) => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1) },
  ),
  getsNoAnswer(
    'separator',
    'an offer with another domain separator gets no answer',
    'A signed text of another protocol is accepted as an offer.',
    SPEC,
    { body: at(0, 0x58) },
  ),
  getsNoAnswer('version-4', 'an offer body of version 4 gets no answer', LATER, SPEC, { body: at(20, 0x34) }),
  getsNoAnswer(
    'stranger',
    'an offer that names another key than its signer gets no answer',
    'Anybody connects in the name of a paired client.',
    ['OPENHOST-3.3-25'],
    { stranger: true },
  ),
  getsNoAnswer(
    'blob-length',
    'an offer whose length field exceeds its blob gets no answer',
    'A daemon that trusts the length reads past the end of the packet.',
    SPEC,
    { body: at(54, 255) },
  ),
  ...offerBlobs,
  getsNoAnswer(
    'sealed',
    'an offer whose sealed box does not open gets no answer',
    'A relay changes an offer on its way, and the daemon connects to an address of its choice.',
    ['OPENHOST-3.3-13'],
    { sealed: (bytes) => bytes.with(40, (bytes[40] ?? 0) ^ 1) },
  ),
  ...[0, 3, 255].map((mode) =>
    getsNoAnswer(
      `v2-binding-${mode}`,
      `a version 2 offer with binding byte ${mode} gets no answer`,
      LATER,
      ['OPENHOST-3.3-22'],
      {
        version: 2,
        body: (body) => body.with(body.length - 1, mode),
      },
      'v2',
    ),
  ),
  getsNoAnswer(
    'v1-passive',
    'a version 1 offer with setup:passive gets no answer',
    BOTH_WAIT,
    ['OPENHOST-3.1-3'],
    {
      version: 1,
      sdp: (sdp) => sdp.replace(/a=setup:\w+/, 'a=setup:passive'),
    },
    'v1',
  ),
  getsNoAnswer(
    'unpaired',
    'an offer of a client that is not paired gets no answer',
    'Anybody on the Internet reaches a service that the operator opened to paired clients only.',
    ['OPENHOST-2-21'],
    { unpaired: true },
  ),
  daemonCase({
    id: 'openhost/3.3/actpass',
    title: 'an offer with setup:actpass gets no answer',
    why: 'Deployed clients send actpass and deployed daemons accept it (OPENHOST-G12): a daemon that follows the text does not serve them.',
    requires: ['OPENHOST-3.1-3'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    async run(context) {
      expectNoAnswer(context, await context.openhost.offerWrong({ blob: setup(2) }));
    },
  }),
];
