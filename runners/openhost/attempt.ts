import type { Context } from '../../suites/model.js';

/** A case that is asked once more: nothing that an earlier asking has made or found decides this one. */
export const isAnew = ({ attempt }: Context): boolean => attempt > 1;
