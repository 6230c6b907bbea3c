import { installedWeights, type Weight } from '../checks/packed/size.js';
import type { Bench } from './model.js';

/** The most bytes of an installation without optional packages. */
const LIMIT = 12_000_000;

const told = ({ bytes, packages }: Weight): string =>
  `${(bytes / 1e6).toFixed(1)} MB in ${packages} packages and our own`;

const installed: Bench = {
  name: 'package/installed',
  async run() {
    const { plain, full } = installedWeights();
    return [
      {
        what: `12 MB over an installation with --omit=optional: ${told(plain)}`,
        ratio: LIMIT / plain.bytes,
        target: 1,
      },
      { what: `12 MB over a whole installation: ${told(full)}`, ratio: LIMIT / full.bytes },
    ];
  },
};

export const benches: readonly Bench[] = [installed];
