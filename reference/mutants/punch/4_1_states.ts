import { answering, isCreated, isSession, type PunchMutant, reading, ruling, withBody } from './mutant.js';

export const states: readonly PunchMutant[] = [
  {
    id: 'states-in-lower-case',
    clause: ['PUNCH-4.1-1', 'PUNCH-4.2-1', 'PUNCH-4.2-2', 'PUNCH-4.2-3', 'PUNCH-5-1', 'PUNCH-5-2'],
    what: 'The state of a session is shown in lower case.',
    change: answering((answer, asked) =>
      isSession(asked) && answer.status === 200
        ? withBody(answer, (body) => ({ ...body, state: String(body['state']).toLowerCase() }))
        : answer,
    ),
  },
  {
    id: 'relays',
    clause: ['PUNCH-4.1-2', 'PUNCH-4.2-3'],
    what: 'A session becomes RELAYING when a peer is connected.',
    change: ruling((rules) => ({
      nextState: (session, event) => (event === 'connected' ? 'RELAYING' : rules.nextState(session, event)),
    })),
  },
  {
    id: 'starts-ready',
    clause: ['PUNCH-4.2-1', 'PUNCH-5-1'],
    what: 'The 201 says READY.',
    change: answering((answer, asked) =>
      isCreated(answer, asked) ? withBody(answer, (body) => ({ ...body, state: 'READY' })) : answer,
    ),
  },
  {
    id: 'ready-with-one-peer',
    clause: ['PUNCH-4.2-1'],
    what: 'A session is READY as soon as one peer has registered.',
    change: ruling((rules) => ({
      nextState: (session, event) => (event === 'registered' ? 'READY' : rules.nextState(session, event)),
    })),
  },
  {
    id: 'ready-with-all-streams',
    clause: ['PUNCH-4.2-2'],
    what: 'A session is READY only when all of its streams are matched.',
    change: ruling((rules) => ({
      nextState(session, event) {
        const matched = [...session.streams.values()].every(({ peers }) => peers.length === 2);
        return event === 'registered' && !matched ? session.state : rules.nextState(session, event);
      },
    })),
  },
  {
    id: 'connecting-counts-as-connected',
    clause: ['PUNCH-4.2-3'],
    what: 'A status connecting makes the session CONNECTED.',
    change: reading((text) => text.replace('"connecting"', '"connected"')),
  },
  {
    id: 'deaf-to-status',
    clause: ['PUNCH-4.2-3'],
    what: 'A status connected changes nothing.',
    change: reading((text) => text.replace('"connected"', '"connecting"')),
  },
];
