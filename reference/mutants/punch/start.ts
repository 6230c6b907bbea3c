import { type Broker, type BrokerOptions, startBroker } from '../../punch/peers/broker/broker.js';
import { literal } from '../../punch/peers/broker/literal_rules.js';
import type { Change } from './mutant.js';

/** Starts a broker with changed rules, for a mutant or an equivalent. */
export const startChanged = (change: Change, options: BrokerOptions = {}): Promise<Broker> =>
  startBroker({ ...options, rules: change(literal) });
