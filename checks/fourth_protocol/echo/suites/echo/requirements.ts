import type { Requirement } from '../model.js';
import { clauses } from '../requirement.js';

export const requirements: readonly Requirement[] = [
  ...clauses('echo', 'line', [
    {
      id: 'ECHO-LINE-1',
      level: 'must',
      binds: ['server'],
      observed: ['vector'],
      text: 'A line is text in UTF-8, ended by a line feed.',
    },
    {
      id: 'ECHO-LINE-2',
      level: 'must',
      binds: ['server'],
      observed: ['vector'],
      text: 'A line that no line feed ends is rejected.',
    },
  ]),
  ...clauses('echo', 'answer', [
    {
      id: 'ECHO-ANSWER-1',
      level: 'must',
      binds: ['server'],
      observed: ['live'],
      text: 'Each line comes back unchanged.',
    },
  ]),
];
