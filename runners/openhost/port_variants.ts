/** The part of the port about daemons with other settings, and about the service behind them. */
import { Unclaimed } from '../../suites/case.js';
import type { Context } from '../../suites/model.js';
import type { OpenhostPort, Settings } from '../../suites/openhost/port.js';
import { isAnew } from './attempt.js';
import { NotUp } from './daemon_program.js';
import { type Deployment, NOT_OURS } from './deployment.js';
import { revived, withLog } from './revived.js';
import { lookForTunnels, mustTunnel, TUNNELS } from './tunnels.js';

type Variants = Pick<OpenhostPort, 'service' | 'variant' | 'tunnelling' | 'starts' | 'breakPairs'>;

/** `portOf` returns the whole port of another deployment. */
export function variantsOf(
  deployment: Deployment,
  context: Context,
  portOf: (other: Deployment) => OpenhostPort,
): Variants {
  const service = async () => {
    if (!deployment.service)
      throw new Unclaimed('the daemon does not forward to a service of this run; add --upstream');
    return deployment.service;
  };

  const variant = async (settings: Settings): Promise<Deployment> => {
    const { start, variants } = deployment;
    if (!start) throw new Unclaimed(NOT_OURS);
    // The start has its own time limit, so the outcome comes from the daemon and not from the deadline of the case.
    const up = (starting: Promise<Deployment>) => withLog(context, context.inQueue(starting));
    if (!isAnew(context)) {
      const shared = await up(variants.get(JSON.stringify(settings), () => start(settings)));
      await revived(shared, context);
      return shared;
    }
    const own = await up(start(settings));
    context.defer(() => own.close());
    await revived(own, context);
    return own;
  };

  return {
    service,
    variant: async (settings) => portOf(await variant(settings)),
    async tunnelling(alone) {
      if (deployment.start) return portOf(await variant({ websockets: TUNNELS }));
      const ours = await service();
      const find = () => lookForTunnels(ours, () => portOf(deployment).bound('own'));
      const found = await context.inQueue(isAnew(context) ? find() : deployment.tunnels.get('', find));
      mustTunnel(found, alone === 'alone');
      return portOf(deployment);
    },
    async starts(settings) {
      if (!deployment.start) throw new Unclaimed(NOT_OURS);
      try {
        await (await withLog(context, deployment.start(settings))).close();
        return 'up';
      } catch (error) {
        // An aborted start is not a rejection.
        context.signal.throwIfAborted();
        if (!(error instanceof NotUp)) throw error;
        return 'rejected';
      }
    },
    async breakPairs(meanwhile) {
      const { pairs, pace } = deployment;
      if (!pairs) throw new Unclaimed('this run does not control the pair database of the daemon');
      pairs.damage();
      try {
        await pace.polled();
        return await meanwhile();
      } finally {
        pairs.mend();
      }
    },
  };
}
