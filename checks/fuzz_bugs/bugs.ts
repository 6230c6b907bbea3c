/** Realistic defects in the Python adapter. Each is one replacement in its source. */
export interface Bug {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const bugs: readonly Bug[] = [
  {
    what: 'a token is still valid in the millisecond of its expiry',
    file: 'punch_token.py',
    from: 'if given["now"] >= claims["exp"] * 1000:',
    to: 'if given["now"] > claims["exp"] * 1000:',
  },
  {
    what: 'a name may end with a line feed',
    file: 'punch_token.py',
    from: 'NAME.fullmatch(value) is not None',
    to: 're.match(NAME.pattern + "$", value) is not None',
  },
  {
    what: 'a member that occurs twice is taken from its last place',
    file: 'strict_json.py',
    from: '    if len(names) < len(pairs):\n        raise ValueError("a member name occurs twice")\n',
    to: '',
  },
  {
    what: 'bits behind the last byte of base64url are dropped',
    file: 'base64url.py',
    from: 'if encode(octets) != text:',
    to: 'if False:',
  },
  {
    what: 'the largest payload of a frame is one byte too large',
    file: 'openhost_frame.py',
    from: 'if length > MAX_PAYLOAD:',
    to: 'if length >= MAX_PAYLOAD:',
  },
  {
    what: 'a decoder forgets three bytes that wait for more',
    file: 'openhost_frame.py',
    from: '            buffer = buffer[size:]',
    to: '            buffer = buffer[size:] if len(buffer) - size != 3 else b""',
  },
  {
    what: 'a frame of a certain size ends the program',
    file: 'openhost_frame.py',
    from: '    size = header.size + length\n',
    to: '    size = header.size + length\n    if size == 23:\n        raise SystemExit(3)\n',
  },
  {
    what: 'the index of a fragment may be its number of fragments',
    file: 'openhost_fragment.py',
    from: 'if index >= total:',
    to: 'if index > total:',
  },
  {
    what: 'a relay on the loopback address is taken from a record',
    file: 'openhost_record.py',
    from: ' or ip[0] == 127',
    to: '',
  },
  {
    what: 'the path of a URL begins at its last slash',
    file: 'openhost_identity.py',
    from: '.partition("/")',
    to: '.rpartition("/")',
  },
];
