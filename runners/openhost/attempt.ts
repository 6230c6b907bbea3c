import type { Context } from '../../suites/model.js';

/** The second attempt of a case. No result or state of the first one may influence it. */
export const isAnew = ({ attempt }: Context): boolean => attempt > 1;
