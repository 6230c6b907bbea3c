/** What goes wrong in the field, for reasons that several cases share. */
export const NOT_SERVED = 'A script takes the call for a success, and nobody notices that nothing is served.';
export const WRONG_PORT = 'A typo exposes or opens another port than the one that was meant.';
export const RANDOM_PORT = 'The system picks a random port, and clients find nobody at the one they know.';
export const WRAPPED_PORT = 'A port that is cut to 16 bits exposes a service that nobody meant to expose.';
export const SILENT_PROTO =
  'A mistyped protocol is served as TCP, and the UDP service behind it is never reached.';
