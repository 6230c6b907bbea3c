import type { Case } from '../model.js';
import { url } from './clients/1_url.js';
import { record } from './clients/2_record.js';
import { answers } from './clients/3_3_answers.js';
import { offers } from './clients/3_3_offers.js';
import { binding } from './clients/3_binding.js';
import { frames } from './clients/4_frames.js';

/** The cases for a client under test, in the order of the specification. */
export const clientCases: readonly Case[] = [...url, ...record, ...binding, ...offers, ...answers, ...frames];
