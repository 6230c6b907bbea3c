/**
 * Sections 3, 4 and 5: the faults of a client for which a daemon tears the channel down, with the diagnostics that the
 * ERROR carries.
 */
export const CHANNEL_FAULTS = {
  'binding-timeout': 'channel binding timeout',
  'not-auth-client': 'expected AuthClient before any other frame',
  'auth-client-length': 'malformed AuthClient',
  'other-client': 'client is not the one that made the offer',
  'client-signature': 'client signature failed to verify',
  'auth-after-binding': 'auth frame after binding completed',
  'malformed-frame': 'malformed frame',
  'malformed-head': 'malformed request head',
  'second-head': 'second REQUEST_HEAD of a request',
  'too-many-requests': 'too many requests',
  'body-without-head': 'REQUEST_BODY before REQUEST_HEAD',
  'body-too-large': 'request body too large',
  'end-without-head': 'REQUEST_END without REQUEST_HEAD',
  'frame-before-upgrade': 'WS_FRAME before upgrade',
  'frame-in-tunnel': 'only WS_FRAME after an upgrade',
  'unexpected-frame': 'unexpected frame type from client',
  'upstream-failed': 'upstream failed',
} as const;

export type ChannelFault = keyof typeof CHANNEL_FAULTS;
