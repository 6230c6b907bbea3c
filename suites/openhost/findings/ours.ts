import { findingsOf } from '../../findings.js';

export const ours = findingsOf('openhost', [
  {
    id: 'OPENHOST-S01',
    kind: 'contradiction',
    sections: ['3.3'],
    title:
      'A missing fragment 0 means that there is no answer yet, and a missing index means a malformed answer',
    breaks: 'A client gives up on an answer that is only late, or waits for an answer that is malformed.',
    stance:
      'Without fragment 0 there is no answer yet. With it, any other missing index makes the answer malformed.',
    related: ['OPENHOST-3.3-47', 'OPENHOST-3.3-50'],
  },
  {
    id: 'OPENHOST-S02',
    kind: 'contradiction',
    sections: ['4', '4.2'],
    title: 'One section accepts WS_UPGRADE where it is configured, and the other reserves it',
    breaks: 'A client sends WS_UPGRADE, and a daemon with WebSockets ends its channel.',
    stance: 'WS_UPGRADE is reserved. An upgrade is a REQUEST_HEAD.',
    related: ['OPENHOST-4-19'],
  },
  {
    id: 'OPENHOST-S03',
    kind: 'underspecified',
    sections: ['3', '4', '5'],
    title: 'One section ends the connection after a violation, and another ends the data channel',
    breaks: 'A client with several channels loses all of them, or keeps a connection that should have ended.',
    stance: 'The channel must close. What happens to the connection is reported.',
    related: ['OPENHOST-3-6', 'OPENHOST-4-3', 'OPENHOST-5-1'],
  },
  {
    id: 'OPENHOST-S04',
    kind: 'contradiction',
    sections: ['4', '4.2'],
    title: 'Several requests may share a channel, but an upgrade turns the whole channel into a tunnel',
    breaks: 'Frames of the other requests become violations.',
    stance: 'Cases upgrade a channel without other requests.',
    related: ['OPENHOST-4-4', 'OPENHOST-4.2-12'],
  },
  {
    id: 'OPENHOST-S05',
    kind: 'underspecified',
    sections: ['4.1'],
    title: 'The text has header rules for requests only',
    breaks: 'Hop-by-hop headers of the service reach the browser behind the client.',
    stance: 'Response headers are reported and not judged.',
    related: ['OPENHOST-4.1-1'],
  },
  {
    id: 'OPENHOST-S06',
    kind: 'underspecified',
    sections: ['2'],
    title: 'The text does not say at which end the allowlist hash is truncated',
    breaks: 'The two sides derive different labels, and the client never finds its answer.',
    stance: 'The hash keeps its first sixteen bytes.',
    related: ['OPENHOST-2-20', 'OPENHOST-3.3-31'],
  },
  {
    id: 'OPENHOST-S07',
    kind: 'contradiction',
    sections: ['3.3'],
    title:
      'Clients must read version 1 answers, but in fragments of 180 bytes such an answer does not fit into a packet',
    breaks: 'A daemon that follows both rules evicts its own answer at once, and no client sees it.',
    stance:
      'A case asks clients to read one in the dialect deployed only, where it fits into a fragment of 500 bytes.',
    related: ['OPENHOST-3.3-40', 'OPENHOST-3.3-36', 'OPENHOST-3.3-55', 'openhost/3.3/client-answer-v1'],
  },
  {
    id: 'OPENHOST-S08',
    kind: 'underspecified',
    sections: ['5'],
    title:
      'The text sends ERROR before the end of the channel, but does not say that the peer must have received it',
    breaks:
      'webrtc-rs drops unread frames when a channel ends. It saw 10 of 25 ERROR frames that the end of the channel followed at once.',
    stance:
      'Our peers close the channel when the ERROR is acknowledged, or after a second. No case requires that the peer read it.',
    related: ['OPENHOST-5-1', 'OPENHOST-4-3', 'OPENHOST-3-6'],
  },
  {
    id: 'OPENHOST-S10',
    kind: 'deviation',
    sections: ['2'],
    title: 'A known daemon adds a second to ts for each packet, and publishes several packets a second',
    breaks:
      'After 40 s its ts is 55 s ahead of the clock. After a restart relays reject its packets as older until the clock passes that time.',
    stance:
      'ts is the time of publication. It must be within 10 s of our clock on a daemon without other clients, and grow no faster than the clock over a minute.',
    related: [
      'OPENHOST-2-26',
      'OPENHOST-2-15',
      'openhost/2/ts-now',
      'openhost/2/ts-pace',
      'openhost/2/restart-fresh',
    ],
  },
  {
    id: 'OPENHOST-S11',
    kind: 'deviation',
    sections: ['4.2'],
    title: 'A known daemon keeps the connection to the service when the client of a WebSocket closes',
    breaks: 'The service keeps a socket for each client that has left, until it can open no more.',
    stance: 'The end of one side ends the other: the service must see its connection close.',
    related: ['OPENHOST-4.2-11', 'openhost/4.2/client-closes', 'openhost/4.2/client-leaves'],
  },
  {
    id: 'OPENHOST-S12',
    kind: 'deviation',
    sections: ['4', '4.1'],
    title: 'A known daemon accepts a REQUEST_HEAD in the middle of a request',
    breaks: 'Client and service disagree on which request was made and which body belongs to it.',
    stance:
      'A request is one head, its body and one end. A second head with the same request_id violates the framing.',
    related: [
      'OPENHOST-4.1-6',
      'OPENHOST-4-15',
      'openhost/4/mid-request-request-head',
      'openhost/4/mid-request-same-head',
      'openhost/4/mid-body-request-head',
    ],
  },
]);
