/** Adapters and the codecs of the reference, each as encoder and as decoder. */
import { structures } from '../../reference/structures.js';
import type { Target } from '../../suites/model.js';
import { loadVectors } from '../../vectors/load.js';
import { openExec } from '../exec/target.js';
import { codecMeetings, exchangesOf, referenceCodecs } from './codecs.js';
import { type Pairing, REFERENCE } from './model.js';

export const codecPairing: Pairing = {
  what: 'codecs',
  rows: 'encoder',
  columns: 'decoder',
  ends: { exec: ['row', 'column'] },
  async open(peers, { signal, wanted }) {
    const targets = new Map<string, Target>();
    for (const { name, text } of peers) {
      const target =
        text === REFERENCE.text
          ? referenceCodecs(structures)
          : await openExec(text.slice('exec:'.length), { name, signal });
      targets.set(name, target);
    }
    const exchanges = exchangesOf(loadVectors(), structures).filter(({ id }) => wanted(id));
    return codecMeetings(exchanges, targets, signal);
  },
};
