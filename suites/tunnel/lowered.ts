import type { Lowered } from '../lowered.js';

const BLANKS = 'whether blanks may stand around a port is not said (TUNNEL-F10)';

export const lowered: Lowered = {
  'tunnel/out/refuses-blank': BLANKS,
  'tunnel/out/refuses-blank-behind': BLANKS,
  'tunnel/in/refuses-blank': BLANKS,
  'tunnel/in/refuses-local-zero':
    'whether a local port 0 means any free port is not said (TUNNEL-F10); invalid ports are named for out alone',
};
