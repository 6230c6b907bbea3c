/** Targets, their options, and the files that users write. */
import { CODECS, targetOptions } from '../../../runners/targets.js';
import { formOf, type Written } from '../../option_forms.js';
import { chooseTargets, openTargets } from '../../targets.js';
import { type MessageRow, rowsOf } from './row.js';

const BROKER = 'run --target http://127.0.0.1:9';
const KEY = 'oh://yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy';

/** Opens targets like `run`, but without reading all vectors, which takes time. */
function opening(row: MessageRow): MessageRow {
  if (typeof row.ask === 'function') return row;
  const [named, given] = readWords(row.ask.slice(1));
  return {
    ...row,
    name: row.ask.join(' '),
    async ask() {
      const { signal } = new AbortController();
      const chosen = chooseTargets(named, undefined, { options: given }, () => CODECS);
      await openTargets(chosen, { seed: 0, config: undefined, names: [], signal });
    },
  };
}

function readWords(words: readonly string[]) {
  const named: string[] = [];
  const given: Record<string, Written> = {};
  for (let at = 0; at < words.length; at++) {
    const name = (words[at] ?? '').slice('--'.length);
    const option = targetOptions[name];
    if (option?.form === 'switch') given[name] = true;
    else if (option === undefined) named.push(words[++at] ?? '');
    else given[name] = formOf(option).yargs.array ? [words[++at] ?? ''] : (words[++at] ?? '');
  }
  return [named, given] as const;
}

const opened: readonly MessageRow[] = [
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
    ['run --target https://a:b@broker.example', 'must not have credentials', 'URL', 'use --secret'],
    [
      'run --target https://broker.example/api',
      "more than a broker's origin",
      '/api',
      'did you mean https://',
    ],
    ['run --target https://', 'is not a URL', '"https://"', 'https://HOST[:PORT]'],
    ['run --target tunnel:', 'the command is empty', 'tunnel', 'write tunnel:PROGRAM ARGUMENTS'],
    ['run --target openhost-client:curl', 'has no {url}', '"openhost-client:curl"', 'write it where'],
    [`run --target ${KEY}`, '--relay is missing', KEY, '--relay URL'],
    [`run --target ${KEY} --relay http://relay.example`, 'is not on this machine', '--relay', 'write https'],
    [
      `run --target ${KEY} --relay https://a:b@relay.example`,
      'must not have credentials',
      '--relay',
      'remove them',
    ],
  ]),
  ...rowsOf('CommandError', [
    ['run --target exec:', 'the command is empty', 'exec', 'write exec:PROGRAM ARGUMENTS'],
    ["run --target 'exec:cat | cat'", 'the command runs without a shell', '|', 'write sh -c'],
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
];

export const targets: readonly MessageRow[] = [
  ...opened.map(opening),
  ...rowsOf('FileError', [
    ['run --config nowhere.json', 'cannot be read', '--config: nowhere.json', 'name a file that exists'],
    ['run --waivers nowhere.json', 'cannot be read', '--waivers: nowhere.json', 'name a file that exists'],
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
        'start it by hand: it must answer {"conform":1,"hello":{}}',
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
