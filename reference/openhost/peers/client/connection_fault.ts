/** Sections 4 and 5: the faults of a host for which a client tears the channel down. */

const texts = {
  'no-response': 'no response in time',
  'response-not-taken': 'nobody takes the response',
  'malformed-frame': 'malformed frame',
  'unknown-transaction': 'frame of no transaction',
  'unasked-upgrade': '101 to what asked for no upgrade',
  'unexpected-frame': 'unexpected frame',
} as const;

export type ConnectionFault = keyof typeof texts;

/** The diagnostic that the ERROR carries. */
export const diagnosticOf = (fault: ConnectionFault): string => texts[fault];
