/** Wrong calls of `conform serve`. */
import { type MessageRow, rowsOf } from './row.js';

const DAEMON = 'serve openhost daemon --relay http://127.0.0.1:9';
const KEY = 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy';
const HOST = `oh://${KEY}/`;
const CONFIGURED = 'serve openhost daemon --config';

export const serve: readonly MessageRow[] = [
  ...rowsOf('UsageError', [
    ['serve pnch', 'unknown peer', '"pnch"', 'did you mean "punch"?'],
    ['serve openhost', 'the role is missing', 'serve openhost', 'relay|dht|daemon|client'],
    ['serve punch --port 99999', 'must be a whole number', '--port', 'from 0 to 65535, received 99999'],
    ['serve punch --allow x', 'does not take', 'serve punch does not take --allow', 'it takes --port'],
    ['serve punch extra', 'does not take', '"extra"', 'remove it'],
    ['serve punch --key x', 'has no effect without --tls', '--key', 'add --tls'],
    ['serve punch --tls --key x', 'go together', '--cert and --key', 'give both'],
    [
      'serve punch --tls --cert x --key x --ca-file x',
      'that --cert replaces',
      '--ca-file',
      'leave one of them out',
    ],
    [
      'serve punch --tls --ca-file nowhere/ca.pem --port 0',
      'ENOENT',
      '--ca-file',
      'name a file in a folder that exists',
    ],
    [
      'serve punch --tls --cert nowhere --key sign.key',
      'cannot read nowhere',
      '--cert',
      'name a file that exists',
    ],
    [
      'serve openhost relay --host 203.0.113.77',
      'cannot listen there',
      '--host 203.0.113.77',
      'choose another',
    ],
  ]),
  ...rowsOf('Miscalled', [
    ['serve punch --session bad/name', 'must be a name', '--session', 'letters, digits, dots'],
    ['serve openhost daemon', '--relay and --dht are missing', '--relay', 'such as --relay URL'],
    ['serve openhost dht --dht nohost', 'must be HOST:PORT', '--dht', 'received "nohost"'],
    ['serve openhost dht --dht a:99999', 'the port must be', '--dht', 'from 1 to 65535, received 99999'],
    [`${DAEMON} --allow NOTAKEY`, 'must be the 52 characters', '--allow', 'received "NOTAKEY"'],
    [`${DAEMON} --websocket /live`, 'has no effect', '--websocket', 'add --forward http://HOST:PORT'],
    [
      `${DAEMON} --forward http://127.0.0.1:9 --websocket live`,
      'must be a path',
      '--websocket',
      'begins with /, or *, received "live"',
    ],
    [`${CONFIGURED} daemon.toml pair`, 'unknown action', '"pair"', 'known: run, identity show'],
    [
      `serve openhost client ${HOST} --url ${HOST} --relay http://127.0.0.1:9`,
      'both name a host',
      `--url and ${HOST}`,
      'give one',
    ],
    ['serve openhost client --relay http://127.0.0.1:9', 'the host is missing', 'client', 'client oh://KEY/'],
  ]),
  ...rowsOf('ConfigRefused', [
    [`${CONFIGURED} daemon.toml pair remove ${KEY}`, 'is not paired', KEY, 'nothing to remove'],
    [`${CONFIGURED} bare.toml`, 'has no identity.store.path', '--config bare.toml', 'add it'],
    [`${CONFIGURED} short.toml`, 'is not a key file', 'text.txt', 'name another file in identity.store.path'],
    [`${CONFIGURED} daemon.toml`, 'names no pkarr.relays', '--config daemon.toml', 'add relays = '],
    [
      `${CONFIGURED} daemon.toml pair add NOTAKEY`,
      'is not the key of a client',
      'NOTAKEY',
      'write its 52 characters',
    ],
    [
      `${DAEMON} --forward ftp://127.0.0.1:9`,
      'target of forward',
      'ftp://127.0.0.1:9',
      'must be http://HOST:PORT',
    ],
  ]),
  ...rowsOf('TomlRefused', [
    [`${CONFIGURED} text.txt`, 'is neither a table nor a value', '--config text.txt: line 1', 'name = value'],
    [`${CONFIGURED} value.toml`, 'nothing is not', '--config value.toml: line 2', 'a string, a number'],
  ]),
  ...rowsOf('SubstrateError', [
    [
      'serve openhost daemon --relay relay.example',
      'is not the URL of a relay',
      '--relay: relay.example',
      'https://',
    ],
  ]),
  ...rowsOf('DialFailed', [
    [
      'serve openhost client nothing --relay http://127.0.0.1:9',
      'url',
      'url',
      'must be oh:// and the 52 characters',
    ],
  ]),
];
