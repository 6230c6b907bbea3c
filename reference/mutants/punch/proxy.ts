import type { BrokerAnswer } from '../../punch/peers/broker/answers.js';

/** An answer that a proxy in front of a broker makes itself. */
export const proxyAnswer = (status: number, headers: BrokerAnswer['headers'] = {}): BrokerAnswer => ({
  status,
  headers: { 'Content-Type': 'text/html', Server: 'front', ...headers },
  body: `<html><h1>${status}</h1></html>`,
});
