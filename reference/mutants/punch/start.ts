import { type Broker, type BrokerOptions, startBroker } from '../../punch/peers/broker/broker.js';
import { literal } from '../../punch/peers/broker/literal_rules.js';
import type { Change } from './mutant.js';

/** A broker with its rules changed, as a mutant or an equivalent has it. */
export const startChanged = (change: Change, options: BrokerOptions = {}): Promise<Broker> =>
  startBroker({ ...options, rules: change(literal) });
