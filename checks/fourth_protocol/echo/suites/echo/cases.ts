import { defineCase } from '../case.js';
import type {} from './port.js';

export const liveCases = [
  defineCase({
    id: 'echo/answer/echoes',
    expects: 'service',
    ports: ['echo'],
    requires: ['ECHO-ANSWER-1'],
    title: 'a line comes back as it was sent',
    why: 'A client waits for ever for the answer that it knows.',
    async run({ echo, expect }) {
      expect.equal('the line that comes back', await echo.say('hello'), 'hello');
    },
  }),
];
