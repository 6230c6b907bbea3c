/** Reports, recordings, waivers and attestations. */
import { type MessageRow, rowsOf } from './row.js';

const WAIVERS = 'waivers record --from run.jsonl --reason later --issue https://example.com/7';
const ATTEST = 'report attest --from run.jsonl';

export const recordings: readonly MessageRow[] = [
  ...rowsOf('ReportRequestError', [
    ['run --report junkt', 'unknown reporter', '"junkt"', 'did you mean "junit"?'],
    ['run --report junit=', 'the path is missing', '--report junit=', 'name a file after "="'],
    ['run --report json --report junit', 'cannot both go to stdout', 'json and junit', 'as in junit=FILE'],
    ['run --report json=x --report junit=x', 'cannot both go to x', '--report', 'give each its own file'],
  ]),
  ...rowsOf('CannotOpen', [
    [
      'run --report junit=nowhere/x.xml',
      'cannot write to',
      '--report: cannot write to nowhere/x.xml',
      'create it first',
    ],
  ]),
  {
    raises: 'NoOtherEnd',
    ask: ['run', '--report', 'json=pipe'],
    hurries: true,
    what: 'nobody reads this pipe',
    where: '--report: cannot write to pipe',
    next: 'start its reader first',
  },
  ...rowsOf('StreamError', [
    [
      'report render --from nowhere.jsonl',
      'there is no such file',
      '--from: nowhere.jsonl',
      '--report jsonl=FILE',
    ],
    ['report render --from site', 'it is a folder', '--from: site', 'name a file'],
    [
      'report render --from empty.json',
      'is not a report stream',
      'empty.json, line 1',
      '--report jsonl=FILE',
    ],
    ['report render --from twice.jsonl', 'a second header', 'twice.jsonl, line 2', 'record the run again'],
    [
      'report render --from newer.jsonl',
      'must be equal to constant',
      'newer.jsonl, line 1',
      'read it with that version',
    ],
    ['report render --from damaged.jsonl', 'is not JSON', 'damaged.jsonl, line 2', 'record the run again'],
    ['run --resume nowhere.jsonl', 'cannot be read', '--resume: nowhere.jsonl', '--report jsonl=FILE'],
    [
      'waivers prune --from text.txt --file list.json',
      'is not a report stream',
      '--from: text.txt',
      'records one',
    ],
  ]),
  ...rowsOf('CannotResume', [
    ['run --resume run.jsonl --seed 2', 'another --seed', '--resume', 'give the same, or begin a new run'],
    ['run --resume run.jsonl --only punch/token/*', 'another plan', '--resume', 'give the same --target'],
  ]),
  ...rowsOf('CannotMerge', [
    [
      'report merge --from run.jsonl',
      'is not a shard',
      '--from: run.jsonl',
      'run each part with --shard I/N',
    ],
    [
      'report merge --from one.jsonl --from one.jsonl',
      'are both shard 1/2',
      'one.jsonl',
      'name each shard once',
    ],
    [
      'report merge --from one.jsonl --from other.jsonl',
      'another --level',
      'other.jsonl',
      'merge shards of one run',
    ],
  ]),
  ...rowsOf('UsageError', [
    [
      'report compare --from run.jsonl',
      'takes two recordings',
      'report compare',
      '--from BEFORE --from AFTER',
    ],
    [
      'report compare --from run.jsonl --from run.jsonl --report json',
      'does not take it',
      '--report',
      'remove it',
    ],
    [
      'report render --from run.jsonl --from run.jsonl',
      'shows only one recording',
      'console',
      'use only --report html=FILE',
    ],
    [
      'report render --from run.jsonl --report json=run.jsonl',
      'would overwrite',
      '--report json=run.jsonl',
      'name another file',
    ],
    ['report render --from run.jsonl --key x', 'only report attest', '--key', 'remove it'],
    [
      'report render --from run.jsonl --out x',
      'only report site',
      '--out',
      'name a file with --report KIND=FILE',
    ],
    ['report site --from run.jsonl', '--out is missing', '--out', '--out DIR'],
    [
      'report site --from no-recordings --out x',
      'has no .jsonl file',
      '--from no-recordings',
      'name a recording',
    ],
    ['report site --from run.jsonl --out text.txt', 'it is a file', '--out text.txt', 'name a folder'],
    ['report site --from run.jsonl --out site', 'is not empty', '--out site', 'name a new folder'],
    [
      'report site --from run.jsonl --out damaged',
      'is damaged',
      'damaged/conform-site.json',
      'remove the folder damaged',
    ],
    ['waivers record --from run.jsonl', '--reason is missing', '--reason', '--reason TEXT'],
    ['waivers record --from run.jsonl --reason x', '--issue is missing', '--issue', '--issue URL'],
    [WAIVERS, '--expires is missing', '--expires', 'YYYY-MM-DD'],
    [`${WAIVERS} --expires soon`, 'is not a date', '--expires: "soon"', 'write YYYY-MM-DD'],
    [`${WAIVERS} --expires 2020-01-01`, 'is past', '--expires: 2020-01-01', 'or a later day'],
    ['waivers prune --from run.jsonl --reason x', 'only waivers record takes it', '--reason', 'remove it'],
    [
      'waivers prune --from cut.jsonl --file list.json',
      'is incomplete',
      '--from: cut.jsonl',
      '--resume cut.jsonl',
    ],
    [ATTEST, 'missing --key', '--key FILE', 'conform keys new makes one'],
    [`${ATTEST} --key sign.key`, 'missing --subject', '--subject', 'FILE|DIGEST'],
    [`${ATTEST} --key sign.pub`, 'is a public key', '--key: sign.pub', 'conform keys new makes one'],
    [`${ATTEST} --key locked.key`, 'is encrypted', '--key: locked.key', 'decrypt it with openssl pkey'],
    [`${ATTEST} --key ec.key`, 'is a key of type ec', '--key: ec.key', 'conform keys new makes one'],
    [
      `${ATTEST} --key text.txt`,
      'is not a private Ed25519 key',
      '--key: text.txt',
      'conform keys new makes one',
    ],
    [
      `${ATTEST} --key sign.key --subject nowhere`,
      'cannot read nowhere',
      '--subject',
      'name a file or write sha256:HEX',
    ],
    [
      `${ATTEST} --key sign.key --subject site`,
      'is a folder',
      '--subject: site',
      'name the file that you release',
    ],
    [`${ATTEST} --key sign.key --subject sha1:ab`, 'is not a SHA-256', '--subject: sha1:ab', 'write sha256:'],
    [
      `${ATTEST} --key sign.key --subject text.txt --attestation x`,
      'only report verify',
      '--attestation',
      'remove it',
    ],
    [
      `${ATTEST} --from cut.jsonl --key sign.key --subject text.txt`,
      'received several',
      '--from',
      'conform report merge',
    ],
    ['keys new --out sign.key', 'already exists', '--out: sign.key', 'name another file'],
    [
      'keys new --out nowhere/x.key',
      'cannot write',
      '--out: cannot write nowhere/x.key',
      'a folder that exists',
    ],
  ]),
  ...rowsOf(
    'Refused',
    [
      [
        'report attest --from cut.jsonl --key sign.key --subject text.txt',
        'is incomplete',
        'cut.jsonl',
        'conform run --resume cut.jsonl',
      ],
      [
        `${ATTEST} --key sign.key --subject text.txt`,
        'tests conform itself',
        'run.jsonl',
        'run your own --target',
      ],
    ],
    1,
  ),
];
