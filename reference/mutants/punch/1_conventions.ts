import { type PunchMutant, reading, readingBody, sending, sendingOf } from './mutant.js';

export const conventions: readonly PunchMutant[] = [
  {
    id: 'field-names-in-any-case',
    clause: ['PUNCH-1-1'],
    what: 'The names of members are read without regard to case.',
    change: reading((text) => text.replace(/"(Port|IP|Type)":/g, (name) => name.toLowerCase())),
  },
  {
    id: 'body-names-in-any-case',
    clause: ['PUNCH-1-1'],
    what: 'The names of members of a creation are read without regard to case.',
    change: readingBody((text) => text.replace(/"(Name|Streams|Ttl)":/g, (name) => name.toLowerCase())),
  },
  {
    id: 'trailing-garbage-in-messages',
    clause: ['PUNCH-1-2', 'PUNCH-6-1', 'PUNCH-6.2-6'],
    what: 'A session message has a semicolon behind its JSON.',
    change: sending((message) => (message.type === 'session' ? [`${JSON.stringify(message)};`] : [message])),
  },
  {
    id: 'trailing-commas-in-bodies',
    clause: ['PUNCH-1-2'],
    what: 'The body of a creation may have trailing commas.',
    change: readingBody((text) => text.replace(/,\s*([}\]])/g, '$1')),
  },
  {
    id: 'latency-in-microseconds',
    clause: ['PUNCH-1-3'],
    what: 'The latency in a peer message is in microseconds.',
    change: sendingOf('peer', (message) => [{ ...message, latency: Number(message['latency']) * 1000 }]),
  },
];
