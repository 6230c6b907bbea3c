/** What helps against the 429 of a creation. */
export const LIMIT_HELP = 'wait until the broker creates sessions again, or raise its limit for this address';
