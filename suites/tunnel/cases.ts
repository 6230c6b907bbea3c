import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import { scripts } from './scripts.js';

/** Each case has its own deadline in the lab, which begins when its turn comes; this one bounds the queue. */
const WHOLE_LAB = 600_000;

/** The same questions from outside the lab: each is handed in by its id, and comes back as an observation. */
export const liveCases: readonly Case[] = scripts.map(({ id, title, requires, level, waits }) =>
  defineCase({
    id,
    title,
    requires,
    level,
    ...(waits === undefined ? {} : { waits }),
    ports: ['tunnel'],
    deadline: WHOLE_LAB,
    run: ({ tunnel, signal }) => tunnel.perform(id, signal),
  }),
);
