import {
  createDtlsCertificate,
  type DtlsCertificate,
  stolen,
} from '../../reference/openhost/peers/rtc/certificate.js';
import type { Offering } from '../../reference/openhost/peers/rtc/session.js';
import type { OfferShape } from '../../suites/openhost/port.js';
import { openSession, type Sender } from './composing.js';
import type { Deployment } from './deployment.js';
import type { Queueing } from './one_at_a_time.js';

/** Makes the offers of `act` as a new client, whose session stays open when they succeed. */
export async function asFreshClient<T>(
  deployment: Deployment,
  { signal }: Pick<Queueing, 'signal'>,
  shape: OfferShape,
  act: (sender: Sender) => Promise<T>,
): Promise<T> {
  const identity = await deployment.client(shape.unpaired === true, signal);
  const certificate = createDtlsCertificate();
  let session: Offering | undefined;
  try {
    session = await openSession(deployment, shownFor(certificate, shape), shape);
    return await act({ identity, session, certificate });
  } catch (error) {
    await session?.close();
    throw error;
  } finally {
    deployment.release(identity, session?.ended);
  }
}

/** The certificate that the client shows in the handshake. */
function shownFor(own: DtlsCertificate, { certificate }: OfferShape): DtlsCertificate {
  if (certificate === 'stolen') return stolen(own);
  return certificate === 'other' ? createDtlsCertificate() : own;
}
