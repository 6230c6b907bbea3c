/** Mints tokens with the secret of the deployment, and finds texts that show the secret. */
import { type Dialect, sign } from '../../reference/punch/token.js';
import { Unclaimed } from '../../suites/case.js';
import type { JsonObject } from '../../suites/model.js';
import type { PunchPort } from '../../suites/punch/port.js';
import { readingOf } from './probe.js';
import type { Plain, Share } from './sharing.js';
import type { TestedBroker } from './tested_broker.js';

/** The least bytes of a secret that does not occur in texts by chance. */
const TELLING_SECRET = 8;

type Forgery = Pick<PunchPort, 'takesMinted' | 'mint' | 'mintOther' | 'textWithSecret'>;

export function forgeryWith(tested: TestedBroker, share: Share, plain: Plain): Forgery {
  const { secret } = tested;
  return {
    takesMinted: () =>
      share('a token minted with the secret is taken', async (transcript) => {
        if (!secret) return undefined;
        const punch = plain(transcript);
        const { name } = await punch.lobby();
        const reading = await readingOf(punch, secret, name, 200);
        if (reading) tested.dialect.replace(reading);
        return reading !== undefined;
      }),
    mint: (claims) => forge(claims, secret, tested.dialect.value()),
    mintOther: (claims) => forge(claims, secret, tested.dialect.value() === 'octets' ? 'text' : 'octets'),
    textWithSecret: (texts) => textWith(secret, texts),
  };
}

const forge = (claims: JsonObject, secret: Uint8Array | undefined, dialect: Dialect): string | undefined =>
  secret && sign(new TextEncoder().encode(JSON.stringify(claims)), secret, dialect);

/** The first text that has the secret in a usual encoding. */
function textWith(secret: Uint8Array | undefined, texts: readonly string[]): string | undefined {
  if (!secret) throw new Unclaimed('this case needs the signing secret: add --secret');
  if (secret.length < TELLING_SECRET)
    throw new Unclaimed(
      `the signing secret has ${secret.length} bytes: fewer than ${TELLING_SECRET} occur in answers by chance`,
    );
  const spelled = (['hex', 'base64', 'base64url', 'latin1'] as const).map((encoding) =>
    Buffer.from(secret).toString(encoding),
  );
  return texts.find((text) => spelled.some((secretText) => text.includes(secretText)));
}
