/** Offers of versions 1 and 2, which the rules for offers of version 3 bind as well, and later offers of one client. */
import { base64url } from '../../reference/bytes/base64url.js';
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case } from '../model.js';
import { readable } from './answered.js';
import { nonceOf } from './binding_steps.js';
import { daemonCase } from './daemon_case.js';
import { expectFrame } from './heard.js';
import { getsAnswer, getsNoAnswer } from './offer_cases.js';
import { at } from './offer_shapes.js';
import type { OfferShape } from './port.js';
import { BOTH_WAIT } from './whys.js';

const OLD = [1, 2] as const;
const ONE_FORM =
  'A daemon that checks this in one form of offers only is open to everybody who sends another form.';
const OLD_CLIENTS = 'Clients that were built before version 3 connect and then fail.';
const padded: OfferShape = { version: 1, sdp: (sdp) => `${sdp}a=padding:x\r\n` };

const namesHash = (slug: string, title: string, why: string, shape: OfferShape, before?: OfferShape): Case =>
  daemonCase({
    id: `openhost/3.3/${slug}`,
    title,
    why,
    requires: ['OPENHOST-3.3-43'],
    expects: 'service',
    async run(context) {
      const { openhost, expect } = context;
      const offered = await openhost.offer(shape, {}, before);
      expect.that('the daemon answers the offer', offered !== 'silent', {
        expected: 'an answer',
        observed: offered === 'silent' ? 'no answer' : 'an answer',
      });
      if (offered === 'silent') return;
      const [named, hash] = [readable(context, offered).offerSdpHash, offered.offerHash];
      expect.equal('offer_sdp_hash', base64url.encode(named), base64url.encode(hash));
    },
  });

const binds = (slug: string, title: string, requires: readonly string[], shape: OfferShape): Case =>
  daemonCase({
    id: `openhost/3.3/${slug}`,
    title,
    why: OLD_CLIENTS,
    requires,
    expects: 'service',
    async run(context) {
      const wire = await context.openhost.connect(shape);
      const { payload } = await nonceOf(context, wire);
      await wire.send(T.AUTH_CLIENT, wire.proof(payload));
      await expectFrame(context, wire, T.AUTH_HOST);
    },
  });

export const offerVersions: readonly Case[] = [
  binds(
    'v1-exporter',
    'after a version 1 offer a valid AUTH_CLIENT in mode Exporter gets AUTH_HOST',
    ['OPENHOST-3.3-23'],
    { version: 1 },
  ),
  binds(
    'v2-binds-cert-fp',
    'after a version 2 offer with binding byte 2 a valid AUTH_CLIENT in mode CertFp gets AUTH_HOST',
    ['OPENHOST-3.3-11'],
    { version: 2, mode: 'cert_fp' },
  ),
  getsAnswer(
    'v2-cert-fp',
    'a version 2 offer with binding mode CertFp gets an answer',
    'Browsers that were built before version 3 cannot connect.',
    ['OPENHOST-3.3-11'],
    { version: 2, mode: 'cert_fp' },
    { version: 2 },
  ),
  ...OLD.flatMap((version) => [
    getsNoAnswer(
      `separator-v${version}`,
      `a version ${version} offer with another domain separator gets no answer`,
      'A signed text of another protocol is accepted as an offer.',
      [version === 1 ? 'OPENHOST-3.3-10' : 'OPENHOST-3.3-11'],
      { version, body: at(0, 0x58) },
      `v${version}`,
    ),
    getsNoAnswer(
      `stranger-v${version}`,
      `a version ${version} offer that names another key than its signer gets no answer`,
      ONE_FORM,
      ['OPENHOST-3.3-25'],
      { version, stranger: true },
      `v${version}`,
    ),
    getsNoAnswer(
      `unpaired-v${version}`,
      `a version ${version} offer of a client that is not paired gets no answer`,
      ONE_FORM,
      ['OPENHOST-2-21'],
      { version, unpaired: true },
      `v${version}`,
    ),
    namesHash(
      `answer-hash-v${version}`,
      `offer_sdp_hash in the answer is the hash of a version ${version} offer`,
      'Clients with older offers take the answer for one to another offer, and cannot connect.',
      { version },
    ),
  ]),
  getsNoAnswer(
    'v2-passive',
    'a version 2 offer with setup:passive gets no answer',
    BOTH_WAIT,
    ['OPENHOST-3.1-3'],
    { version: 2, sdp: (sdp) => sdp.replace(/a=setup:\w+/, 'a=setup:passive') },
    'v2',
  ),
  getsNoAnswer(
    'stranger-later',
    'a later offer of a client that names another key than its signer gets no answer',
    'A daemon that checks the first offer of a client only lets that client connect in the name of every other one.',
    ['OPENHOST-3.3-25'],
    { stranger: true },
    'v3',
    {},
  ),
  namesHash(
    'answer-hash-later',
    'offer_sdp_hash in the answer to a later offer of a client is the hash of that offer',
    'A client that connects again takes the answer for one to its earlier offer, and cannot connect.',
    {},
    padded,
  ),
];
