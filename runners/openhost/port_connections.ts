/** The part of the port about channels. */
import { Lost, Unreachable } from '../../suites/case.js';
import type { Context } from '../../suites/model.js';
import type { OfferShape, OpenhostPort, Wire } from '../../suites/openhost/port.js';
import { isAnew } from './attempt.js';
import type { Deployment } from './deployment.js';
import { type AnsweredOffer, dial, greet } from './dialling.js';
import { makeOffer } from './offering.js';
import { bindWire, type PooledWire, wireOf } from './wire.js';

/** Milliseconds, well below the deadline of a case, whose message would say less. */
const LONGEST_DIAL = 20_000;

type Connections = Pick<OpenhostPort, 'greets' | 'connect' | 'tryConnect' | 'bound'>;

export function connectionsOf(deployment: Deployment, context: Context): Connections {
  const { patience } = deployment;
  const longest = Math.min(patience * 2, Math.max(LONGEST_DIAL, patience));

  async function answered(shape: OfferShape): Promise<AnsweredOffer> {
    const made = await makeOffer(deployment, context, shape, { awaited: 'connection' });
    const { offered } = made;
    if (offered === 'silent') throw new Unreachable('the daemon does not answer');
    return { ...made, offered, mode: shape.mode ?? 'exporter' };
  }

  /** Stays open until it is closed or the deployment ends. */
  const connected = async (shape: OfferShape): Promise<PooledWire> => {
    const dialling = await dial(deployment, await answered(shape), longest);
    if ('why' in dialling) throw new Lost(dialling.why);
    return wireOf(dialling.channel, dialling.dialled);
  };

  const connect = async (shape: OfferShape = {}): Promise<PooledWire> => {
    const wire = await connected(shape);
    context.defer(() => wire.disconnect());
    return wire;
  };

  const newlyBound = async (): Promise<PooledWire> => {
    const wire = await connected({});
    await bindWire(wire);
    return wire;
  };

  const shared = async (): Promise<Wire> => {
    const wire = deployment.idle.take() ?? (await newlyBound());
    context.defer(() => deployment.idle.give(wire));
    return wire;
  };

  const bound: OpenhostPort['bound'] = async (connection = 'shared') => {
    if (connection === 'shared' && !isAnew(context)) return shared();
    const wire = await connect();
    await bindWire(wire);
    return wire;
  };

  return {
    async greets(shape, within) {
      const answer = await answered(shape);
      try {
        return await greet(answer, within);
      } finally {
        await answer.session.close();
      }
    },
    connect,
    async tryConnect(shape, within = longest) {
      const dialling = await dial(deployment, await answered(shape), within);
      if ('why' in dialling) {
        context.note('connection', dialling.why);
        return dialling.channel;
      }
      const wire = wireOf(dialling.channel, dialling.dialled);
      context.defer(() => wire.disconnect());
      return wire;
    },
    bound,
  };
}
