import type { Lowered } from '../lowered.js';

export const lowered: Lowered = {
  'punch/1/strict-json': 'RFC 8259 section 9 lets a parser accept more than JSON',
  'punch/2/name-number':
    'the grammar is about the characters of a name: a server that reads the number 5 as the name "5" keeps to it',
  'punch/token/decode-stream-empty':
    'the text has a grammar for the names of sessions and none for those of streams: a broker that binds a token to the stream "" keeps to it',
  'punch/6/deflate': 'the text does not mention compression: RFC 7692 does',
  'punch/6.2/register-again':
    '6.2 lists what follows a register message and does not say whether that holds for a second one: a broker that introduces a pair once keeps to it as well',
  'punch/6/malformed-upgrades':
    'what a server answers to a broken handshake is the affair of RFC 6455 and of the HTTP server below the broker',
};
