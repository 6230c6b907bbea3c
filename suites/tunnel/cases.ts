import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import { scripts } from './scripts.js';

/** The same questions from outside the lab: each is handed in by its id, and comes back as an observation. */
export const liveCases: readonly Case[] = scripts.map(({ id, title, requires, level, deadline }) =>
  defineCase({
    id,
    title,
    requires,
    level,
    ports: ['tunnel'],
    deadline: deadline + 15_000,
    run: ({ tunnel, signal }) => tunnel.perform(id, signal),
  }),
);
