/** All pairings. A protocol adds its own in its plug-in. */
import { plugins } from '../registry/plugins.js';
import { schemeOf } from '../targets.js';
import { codecPairing } from './codec_pairing.js';
import type { End, Pairing, Peer } from './model.js';

export const pairings: readonly Pairing[] = [
  codecPairing,
  ...plugins.flatMap(({ pairing }) => (pairing ? [pairing] : [])),
];

export const pairingOf = (text: string): Pairing | undefined =>
  pairings.find(({ ends }) => Object.hasOwn(ends, schemeOf(text)));

export const standsAs = (pairing: Pairing, { text }: Peer): readonly End[] =>
  pairing.ends[schemeOf(text)] ?? [];

/** The forms of peers on the command line, with the ends at which they can be. */
export const peerForms = (): readonly string[] =>
  pairings.flatMap(({ ends, rows, columns }) =>
    Object.entries(ends).map(
      ([scheme, both]) =>
        `${scheme}:COMMAND as ${both.map((end) => (end === 'row' ? rows : columns)).join(' and ')}`,
    ),
  );
