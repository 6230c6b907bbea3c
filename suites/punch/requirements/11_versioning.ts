import { clauses } from '../../requirement.js';
import { bindsPeer } from './reasons.js';

export const versioning = [
  ...clauses('punch', '11', [
    {
      id: 'PUNCH-11-1',
      level: 'must',
      text: 'Every HTTP response carries the header Punch-Version.',
    },
    {
      id: 'PUNCH-11-2',
      level: 'must',
      implied: true,
      text: 'GET /api/health reports the version of the protocol.',
    },
    {
      id: 'PUNCH-11-3',
      level: 'should',
      implied: true,
      text: 'The header and the health endpoint name the same version.',
    },
    {
      id: 'PUNCH-11-5',
      level: 'should',
      implied: true,
      text: 'An answer that a server below the broker or in front of it gives by itself carries Punch-Version too.',
    },
    {
      id: 'PUNCH-11-4',
      level: 'may',
      binds: ['client'],
      observed: ['none'],
      text: 'A client may look at either to see whether it is compatible.',
      excluded: bindsPeer,
    },
  ]),
  ...clauses('punch', 'B', [
    {
      id: 'PUNCH-B-1',
      level: 'should',
      binds: ['operator'],
      observed: ['none'],
      text: 'Production deployments at scale keep their rate limits in a shared store.',
      excluded: 'the appendix calls its notes non-normative, and where limits are stored is out of sight',
    },
  ]),
];
