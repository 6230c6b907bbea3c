/** What goes wrong in the field, where the cases of several files share the answer. */
export const WRONG_SENDER =
  'A daemon that handles frames which only daemons send runs code that nobody has tested, with input from a stranger.';
export const REBOUND =
  'A client changes its identity in the middle of a channel, and the access log names the wrong one.';
export const SMUGGLED =
  'The two ends disagree on where a request ends, and an attacker appends a request of its own to that of a user.';
export const RESERVED_UPGRADE = 'A client opens a tunnel to the service past the list of WebSocket paths.';
export const SPLIT = 'Libraries split and join messages as they like, so pages fail at random sizes.';
export const TIMEOUT = 'Clients take a busy connection for a dead one and drop the page that it loads.';
export const BOTH_WAIT = 'Both ends wait for the DTLS hello of the other one, and no connection opens.';
export const LOCKED_OUT =
  'Clients that connect after a restart get the old record or none, for as long as relays reject the new packet.';
export const LATER = 'A later version gives the field a meaning, and this daemon misreads it in silence.';
