/** The values that the RFCs publish, in node's crypto and in the one that browsers get. */
import { createPublicKey } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.js';
import { utf8 } from '../bytes/text.js';
import { hkdfSha256 } from './hash.js';
import * as node from './platform.js';
import * as browser from './platform_browser.js';
import { type Curve, keyFromDer } from './private_key.js';
import { montgomeryPublicKey, x25519PublicKey } from './x25519.js';

const platforms = [
  ['node', node],
  ['browser', browser],
] as const;
const run = (from: number, to: number) => Uint8Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe.each(platforms)('%s', (_name, platform) => {
  it.each([
    ['1', '0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    [
      '2',
      hex.encode(utf8('Jefe')),
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      '3',
      'aa'.repeat(20),
      'Ý'.repeat(50),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      '6',
      'aa'.repeat(131),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('HMAC-SHA-256, RFC 4231 case %s', (_case, key, message, mac) => {
    const octets = Uint8Array.from(Buffer.from(message, 'latin1'));
    expect(hex.encode(platform.hmacSha256(hex.decode(key), octets))).toBe(mac);
  });

  it.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('Ed25519, RFC 8032 section 7.1, seed %s', (seed, key, message, signature) => {
    expect(hex.encode(platform.ed25519PublicKey(hex.decode(seed)))).toBe(key);
    expect(hex.encode(platform.ed25519Sign(hex.decode(seed), hex.decode(message)))).toBe(signature);
    expect(platform.ed25519Equation(hex.decode(key), hex.decode(message), hex.decode(signature))).toBe(true);
  });

  it('SHA-256 and SHA-512 of "abc", FIPS 180-4', () => {
    expect(hex.encode(platform.sha256(utf8('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(hex.encode(platform.sha512(utf8('abc'))).slice(0, 64)).toBe(
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a',
    );
  });
});

/** The way of Node 24 and later, on any Node. */
describe('a private key from DER', () => {
  const base = Uint8Array.of(9, ...new Uint8Array(31));
  const publicOf = (crv: Curve, key: Uint8Array) =>
    hex.encode(
      Buffer.from(createPublicKey(keyFromDer(crv, key)).export({ format: 'jwk' }).x ?? '', 'base64url'),
    );

  it('Ed25519, RFC 8032 section 7.1', () => {
    const seed = hex.decode('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
    expect(publicOf('Ed25519', seed)).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
  });

  it('X25519, as the browser computes it', () => {
    const scalar = run(1, 32);
    expect(publicOf('X25519', scalar)).toBe(hex.encode(browser.x25519(scalar, base) ?? new Uint8Array()));
  });
});

describe('HKDF-SHA-256, RFC 5869 appendix A', () => {
  const none = new Uint8Array();
  it.each([
    [
      '1',
      { ikm: new Uint8Array(22).fill(0x0b), salt: run(0, 12), info: run(0xf0, 0xf9), length: 42 },
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    ],
    [
      '2',
      { ikm: run(0, 0x4f), salt: run(0x60, 0xaf), info: run(0xb0, 0xff), length: 82 },
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    ],
    [
      '3',
      { ikm: new Uint8Array(22).fill(0x0b), salt: none, info: none, length: 42 },
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    ],
  ])('case %s', (_case, given, output) => expect(hex.encode(hkdfSha256(given))).toBe(output));

  it('rejects an output of more than 255 blocks', () => {
    const given = { ikm: none, salt: none, info: none };
    expect(hkdfSha256({ ...given, length: 255 * 32 })).toHaveLength(255 * 32);
    expect(() => hkdfSha256({ ...given, length: 255 * 32 + 1 })).toThrow(RangeError);
  });
});

describe('the way from Ed25519 to X25519', () => {
  beforeAll(() => sodium.ready);

  it('has the public key that libsodium has', () => {
    const scalar = new Uint8Array(32).fill(5);
    expect(x25519PublicKey(scalar)).toEqual(new Uint8Array(sodium.crypto_scalarmult_base(scalar)));
  });

  it.each([
    ['the neutral point', `01${'00'.repeat(31)}`],
    ['a point of order eight', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
    ['bytes that encode no point', `02${'00'.repeat(31)}`],
  ])('converts no %s, as libsodium does not', (_what, text) => {
    expect(montgomeryPublicKey(hex.decode(text))).toBe(null);
    expect(() => sodium.crypto_sign_ed25519_pk_to_curve25519(hex.decode(text))).toThrow();
  });
});
