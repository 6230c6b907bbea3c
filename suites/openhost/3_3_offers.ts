import { base64url } from '../../reference/bytes/base64url.js';
import type { Case } from '../model.js';
import { offerBlobs } from './3_3_offer_blobs.js';
import { expectAnswer } from './answered.js';
import { daemonCase } from './daemon_case.js';
import { getsAnswer, getsNoAnswer } from './offer_cases.js';
import { at, candidates, filled, passive, resized, setup } from './offer_shapes.js';
import { BOTH_WAIT, LATER } from './whys.js';

const SHUT_OUT =
  'Clients that send a valid offer of this form wait in vain and report that the host is down.';
const LIMIT = 'Clients at the limit, such as phones with many networks, cannot connect.';
const DRIFT =
  'A daemon that accepts it hides the bug of the client, which then fails with every other daemon.';
const SPEC = ['OPENHOST-3.3-13'];
const CANDIDATES = ['OPENHOST-3.3-17'];

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
      const { answer, offerHash } = offered;
      // An answer to another offer does not show that the daemon accepted this one.
      const named = 'refused' in answer ? answer.refused : base64url.encode(answer.offerSdpHash);
      context.expect.equal('offer_sdp_hash of the answer', named, base64url.encode(offerHash));
    },
  }),
  getsAnswer('v3-uncompressed', 'an uncompressed offer (tag 0x01)', {
    why: SHUT_OUT,
    requires: ['OPENHOST-3.3-7'],
    offer: { compression: 'none' },
  }),
  getsAnswer('v3-cert-fp', 'an offer with binding mode CertFp', {
    why: 'Browsers cannot read the TLS exporter: a daemon without mode CertFp serves none of them.',
    requires: SPEC,
    offer: { mode: 'cert_fp' },
  }),
  getsAnswer('v2', 'a version 2 offer', {
    why: SHUT_OUT,
    requires: ['OPENHOST-3.3-11'],
    offer: { version: 2 },
  }),
  getsAnswer('v1', 'a version 1 offer', {
    why: SHUT_OUT,
    requires: ['OPENHOST-3.3-10'],
    offer: { version: 1 },
  }),
  getsAnswer('eight-candidates', 'an offer with eight candidates', {
    why: LIMIT,
    requires: CANDIDATES,
    offer: { blob: candidates(8) },
  }),
  getsAnswer('no-candidates', 'an offer without candidates', {
    why: 'Browsers that hide their addresses offer no candidate and cannot connect.',
    requires: CANDIDATES,
    offer: { blob: candidates(0) },
  }),
  getsAnswer('ipv6-candidate', 'an offer with an IPv6 candidate', {
    why: 'Clients in IPv6 networks cannot connect.',
    requires: CANDIDATES,
    offer: { blob: candidates(1, 0, 6) },
  }),
  getsAnswer('longest-ice', 'an offer with ICE strings of 32 bytes', {
    why: 'ICE libraries choose the length of their strings, so some clients cannot connect.',
    requires: ['OPENHOST-3.3-16'],
    offer: { blob: (blob) => resized('ufrag', 32)(resized('pwd', 32)(blob)) },
  }),
  ...['00', '03', 'ff'].map((tag) =>
    getsNoAnswer(`tag-${tag}`, `an offer with compression tag 0x${tag}`, {
      why: tag === '00' ? DRIFT : LATER,
      requires: ['OPENHOST-3.3-3'],
      offer: { plaintext: at(0, Number(`0x${tag}`)) },
    }),
  ),
  getsAnswer('largest-body', 'an offer that inflates to 65536 bytes', {
    why: LIMIT,
    requires: ['OPENHOST-3.3-5'],
    offer: filled(65_536),
  }),
  getsNoAnswer('bomb', 'an offer that inflates to 65537 bytes', {
    why: 'A stranger exhausts the memory of the daemon with one small packet.',
    requires: ['OPENHOST-3.3-5'],
    control: 'largest-body',
    offer: filled(65_537),
  }),
  getsNoAnswer('broken-zlib', 'an offer with a wrong zlib checksum', {
    why: DRIFT,
    requires: ['OPENHOST-3.3-8'],
    offer: { plaintext: (bytes) => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1) },
  }),
  getsNoAnswer('separator', 'an offer with another domain separator', {
    why: 'A signed text of another protocol is accepted as an offer.',
    requires: SPEC,
    offer: { body: at(0, 0x58) },
  }),
  getsNoAnswer('version-4', 'an offer body of version 4', {
    why: LATER,
    requires: SPEC,
    offer: { body: at(20, 0x34) },
  }),
  getsNoAnswer('stranger', 'an offer that names another key than its signer', {
    why: 'Anybody connects in the name of a paired client.',
    requires: ['OPENHOST-3.3-25'],
    offer: { stranger: true },
  }),
  getsNoAnswer('blob-length', 'an offer whose length field exceeds its blob', {
    why: 'A daemon that trusts the length reads past the end of the packet.',
    requires: SPEC,
    offer: { body: at(54, 255) },
  }),
  ...offerBlobs,
  getsNoAnswer('sealed', 'an offer whose sealed box does not open', {
    why: 'A relay changes an offer on its way, and the daemon connects to an address of its choice.',
    requires: SPEC,
    offer: { sealed: (bytes) => bytes.with(40, (bytes[40] ?? 0) ^ 1) },
  }),
  ...[0, 3, 255].map((mode) =>
    getsNoAnswer(`v2-binding-${mode}`, `a version 2 offer with binding byte ${mode}`, {
      why: LATER,
      requires: ['OPENHOST-3.3-22'],
      control: 'v2',
      offer: { version: 2, body: (body) => body.with(body.length - 1, mode) },
    }),
  ),
  getsNoAnswer('v1-passive', 'a version 1 offer with setup:passive', {
    why: BOTH_WAIT,
    requires: ['OPENHOST-3.1-3'],
    control: 'v1',
    offer: { version: 1, sdp: passive },
  }),
  getsNoAnswer('unpaired', 'an offer of a client that is not paired', {
    why: 'Anybody on the Internet reaches a service that the operator opened to paired clients only.',
    requires: ['OPENHOST-2-21'],
    offer: { unpaired: true },
  }),
  getsNoAnswer('actpass', 'an offer with setup:actpass', {
    why: 'Deployed clients send actpass and deployed daemons accept it (OPENHOST-G12): a daemon that follows the text does not serve them.',
    requires: ['OPENHOST-3.1-3'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    offer: { blob: setup(2) },
  }),
];
