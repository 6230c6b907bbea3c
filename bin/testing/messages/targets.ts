/** Targets, what belongs to them, and the files that people write. */
import { type Row, rowsOf } from './row.js';

const BROKER = 'run --target http://127.0.0.1:9';
const KEY = 'oh://yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy';

export const targets: readonly Row[] = [
  ...rowsOf('Miscalled', [
    [
      'run --target broker.example',
      'is a bare host name',
      '"broker.example"',
      'did you mean https://broker.example?',
    ],
    [
      'run --target htps://broker.example',
      'is not a target',
      '"htps://broker.example"',
      'did you mean "https"?',
    ],
    ['run --target reference:pnch', 'there is no reference', '"pnch"', 'known: codecs'],
    [
      'run --target https://a:b@broker.example',
      'must not have credentials',
      'URL',
      'give them with --secret',
    ],
    [
      'run --target https://broker.example/api',
      "more than a broker's origin",
      '/api',
      'did you mean https://',
    ],
    ['run --target https://', 'is not a URL', '"https://"', 'https://HOST[:PORT]'],
    ['run --target openhost-client:curl', 'has no {url}', '"openhost-client:curl"', 'write it where'],
    [`run --target ${KEY}`, '--relay is missing', KEY, '--relay URL'],
    [`run --target ${KEY} --relay http://relay.example`, 'is not on this machine', '--relay', 'write https'],
    [
      `run --target ${KEY} --relay https://a:b@relay.example`,
      'must not have credentials',
      '--relay',
      'remove them',
    ],
    ['keys --secret x --clients 301', 'must be a whole number', '--clients', 'received 301'],
  ]),
  ...rowsOf('CommandError', [
    ['run --target exec:', 'the command is empty', 'exec', 'write exec:PROGRAM ARGUMENTS'],
    ["run --target 'exec:cat | cat'", 'no shell reads the command', '|', 'write sh -c'],
    ['run --target exec:"cat', 'an unbalanced "', 'in the command: "cat', 'close it'],
  ]),
  ...rowsOf('SubstrateError', [
    [
      `run --target ${KEY} --relay relay.example`,
      'is not the URL of a relay',
      '--relay: relay.example',
      'https://',
    ],
    [
      `run --target ${KEY} --relay https://relay.example/?a=b`,
      'is not the URL',
      '--relay: https://',
      'remove what follows',
    ],
  ]),
  ...rowsOf('CompanionFault', [
    [`${BROKER} --messages empty.json`, 'describes no message', '--messages', 'as properties.type.const'],
  ]),
  ...rowsOf('UsageError', [
    ['run --target exec:cat --target exec:cat', 'is named twice', '--target: exec:cat', 'name it once'],
    [
      'run --target exec:cat --relay https://relay.example',
      'no target of this run is one',
      '--relay',
      'remove it',
    ],
    [
      `${BROKER} --remote-refs`,
      'has no effect',
      '--remote-refs',
      'without --openapi or --messages: add one of them',
    ],
    [
      `${BROKER} --openapi list.json`,
      'is not a JSON or YAML object',
      '--openapi',
      'give an OpenAPI description',
    ],
    [`${BROKER} --secret env:NOT_SET_ANYWHERE`, 'is not set', '--secret', 'set it, or give file:PATH'],
    [`${BROKER} --secret file:nowhere`, 'cannot read nowhere', '--secret', 'name a file that exists'],
    [
      `${BROKER} --ca text.txt`,
      'is not a certificate in PEM',
      '--ca: text.txt',
      '-----BEGIN CERTIFICATE-----',
    ],
    [
      `${BROKER} --config nowhere.json`,
      'cannot be read',
      '--config: nowhere.json',
      'name a file that exists',
    ],
    [
      `${BROKER} --waivers nowhere.json`,
      'cannot be read',
      '--waivers: nowhere.json',
      'name a file that exists',
    ],
  ]),
  ...rowsOf('BadVariable', [
    ['run --target exec:cat --env 1=x', 'received "1"', '--env', 'must be NAME or NAME=VALUE'],
    [
      'run --target exec:cat --env NOT_SET_ANYWHERE',
      'has no NOT_SET_ANYWHERE',
      '--env',
      'set it, or write NOT_SET_ANYWHERE=VALUE',
    ],
  ]),
  ...rowsOf('FileError', [
    ['run --config broken.json', 'is not JSON', '--config: broken.json', 'correct the file'],
    ['run --config unknown.json', 'unknown member "target"', 'unknown.json', 'did you mean "targets"?'],
    ['run --config secret.json', 'must be', 'secret.json#/targets/mine/secret', 'env:NAME or file:PATH'],
    [
      'run --waivers waivers.json',
      'unknown member "expire"',
      '--waivers: waivers.json#/0',
      'did you mean "expires"?',
    ],
    ['run --waivers day.json', 'is not a day of the calendar', 'day.json#/0/expires', 'write YYYY-MM-DD'],
    ['run --waivers reason.json', 'reason', 'reason.json#/0/reason', 'must not be empty'],
  ]),
  ...rowsOf('UsageError', [
    ['run --config option.json', 'does not take "openapi"', '--config: target toy', 'remove it there'],
  ]),
  ...rowsOf(
    'NoHello',
    [
      [
        'run --quiet --target exec:/nowhere --only tunnel/key-file/decode-32',
        'cannot be started',
        '/nowhere: no such program',
        'check its path, or install it',
      ],
      [
        'run --quiet --target exec:false --only tunnel/key-file/decode-32',
        'no hello from the adapter',
        'exited with code 1',
        'start it by hand: it has to answer {"conform":1,"hello":{}}',
      ],
    ],
    3,
  ),
  ...rowsOf(
    'NotStarted',
    [['fuzz --quiet --target exec:/nowhere', 'does not start', '/nowhere', 'check its path, or install it']],
    3,
  ),
];
