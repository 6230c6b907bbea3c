import { defined } from '../../defined.js';
import type { Context } from '../../suites/model.js';
import type { OpenhostPort } from '../../suites/openhost/port.js';
import type { Deployment } from './deployment.js';
import { makeOffer, replayOffer } from './offering.js';
import { connectionsOf } from './port_connections.js';
import { packetsOf } from './port_packets.js';
import { variantsOf } from './port_variants.js';

export const openhostPort = (deployment: Deployment, context: Context): OpenhostPort => ({
  key: deployment.key,
  dialect: deployment.dialect,
  patience: deployment.patience,
  ...packetsOf(deployment, context),
  ...offersOf(deployment, context),
  ...connectionsOf(deployment, context),
  ...variantsOf(deployment, context, (other) => openhostPort(other, context)),
});

type Offers = Pick<OpenhostPort, 'offer' | 'offerWrong' | 'replay'>;

const offersOf = (deployment: Deployment, context: Context): Offers => ({
  async offer(shape = {}, known = {}, before) {
    const wanted = { awaited: 'answer', known, ...defined({ before }) } as const;
    const { session, offered } = await makeOffer(deployment, context, shape, wanted);
    await session.close();
    return offered;
  },
  async offerWrong(shape, before) {
    const wanted = { awaited: 'silence', ...defined({ before }) } as const;
    const { session, offered } = await makeOffer(deployment, context, shape, wanted);
    await session.close();
    return offered;
  },
  replay: () => replayOffer(deployment, context),
});
