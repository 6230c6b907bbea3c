/** Offers of versions 1 and 2, which the rules for offers of version 3 bind as well, and later offers of one client. */
import { base64url } from '../../reference/bytes/base64url.js';
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case } from '../model.js';
import { expectAnswered, readable } from './answered.js';
import { prove } from './binding_steps.js';
import { daemonCase } from './daemon_case.js';
import { expectFrame } from './heard.js';
import { getsAnswer, getsNoAnswer } from './offer_cases.js';
import { at, passive } from './offer_shapes.js';
import type { OfferShape } from './port.js';
import { BOTH_WAIT } from './whys.js';

const OLD = [1, 2] as const;
const ONE_FORM =
  'A daemon that checks this in one form of offers only is open to everybody who sends another form.';
const padded: OfferShape = { version: 1, sdp: (sdp) => `${sdp}a=padding:x\r\n` };

interface Named {
  readonly why: string;
  readonly offer: OfferShape;
  /** An offer that the same client makes first. */
  readonly before?: OfferShape;
}

const namesHash = (slug: string, which: string, { why, offer, before }: Named): Case =>
  daemonCase({
    id: `openhost/3.3/${slug}`,
    title: `offer_sdp_hash in the answer ${which}`,
    why,
    requires: ['OPENHOST-3.3-43'],
    expects: 'service',
    async run(context) {
      const { openhost, expect } = context;
      const offered = await openhost.offer(offer, {}, before);
      expectAnswered(context, offered, 'the daemon answers the offer');
      const [named, hash] = [readable(context, offered).offerSdpHash, offered.offerHash];
      expect.equal('offer_sdp_hash', base64url.encode(named), base64url.encode(hash));
    },
  });

const binds = (slug: string, when: string, requires: readonly string[], offer: OfferShape): Case =>
  daemonCase({
    id: `openhost/3.3/${slug}`,
    title: `${when} gets AUTH_HOST`,
    why: 'Clients that were built before version 3 connect and then fail.',
    requires,
    expects: 'service',
    async run(context) {
      const wire = await context.openhost.connect(offer);
      await prove(context, wire);
      await expectFrame(context, wire, T.AUTH_HOST);
    },
  });

export const offerVersions: readonly Case[] = [
  binds('v1-exporter', 'after a version 1 offer a valid AUTH_CLIENT in mode Exporter', ['OPENHOST-3.3-23'], {
    version: 1,
  }),
  binds(
    'v2-binds-cert-fp',
    'after a version 2 offer with binding byte 2 a valid AUTH_CLIENT in mode CertFp',
    ['OPENHOST-3.3-11'],
    { version: 2, mode: 'cert_fp' },
  ),
  getsAnswer('v2-cert-fp', 'a version 2 offer with binding mode CertFp', {
    why: 'Browsers that were built before version 3 cannot connect.',
    requires: ['OPENHOST-3.3-11'],
    offer: { version: 2, mode: 'cert_fp' },
    known: { version: 2 },
  }),
  ...OLD.flatMap((version) => [
    getsNoAnswer(`separator-v${version}`, `a version ${version} offer with another domain separator`, {
      why: 'A signed text of another protocol is accepted as an offer.',
      requires: [version === 1 ? 'OPENHOST-3.3-10' : 'OPENHOST-3.3-11'],
      control: `v${version}`,
      offer: { version, body: at(0, 0x58) },
    }),
    getsNoAnswer(
      `stranger-v${version}`,
      `a version ${version} offer that names another key than its signer`,
      {
        why: ONE_FORM,
        requires: ['OPENHOST-3.3-25'],
        control: `v${version}`,
        offer: { version, stranger: true },
      },
    ),
    getsNoAnswer(`unpaired-v${version}`, `a version ${version} offer of a client that is not paired`, {
      why: ONE_FORM,
      requires: ['OPENHOST-2-21'],
      control: `v${version}`,
      offer: { version, unpaired: true },
    }),
    namesHash(`answer-hash-v${version}`, `is the hash of a version ${version} offer`, {
      why: 'Clients with older offers take the answer for one to another offer, and cannot connect.',
      offer: { version },
    }),
  ]),
  getsNoAnswer('v2-passive', 'a version 2 offer with setup:passive', {
    why: BOTH_WAIT,
    requires: ['OPENHOST-3.1-3'],
    control: 'v2',
    offer: { version: 2, sdp: passive },
  }),
  getsNoAnswer('stranger-later', 'a later offer of a client that names another key than its signer', {
    why: 'A daemon that checks the first offer of a client only lets that client connect in the name of every other one.',
    requires: ['OPENHOST-3.3-25'],
    offer: { stranger: true },
    before: {},
  }),
  namesHash('answer-hash-later', 'to a later offer of a client is the hash of that offer', {
    why: 'A client that connects again takes the answer for one to its earlier offer, and cannot connect.',
    offer: {},
    before: padded,
  }),
];
