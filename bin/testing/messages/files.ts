/** The folder in which the command lines of the rows run. It has a file for each fault that a file can have. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { conform } from '../conform.js';

const waiver = {
  id: 'punch/5/create',
  expect: 'fail',
  reason: 'later',
  issue: 'https://example.com/7',
  expires: '2999-01-01',
};

const files: Readonly<Record<string, unknown>> = {
  'text.txt': 'only text',
  'empty.json': {},
  'list.json': [],
  'broken.json': '{ "targets": ',
  'unknown.json': { target: 'x' },
  'secret.json': { targets: { mine: { target: 'https://broker.example', secret: 'hunter2' } } },
  'option.json': { targets: { toy: { target: 'exec:cat', openapi: 'a.yaml' } } },
  'waivers.json': [{ ...waiver, expire: '2999-01-01' }],
  'day.json': [{ ...waiver, expires: '2999-02-30' }],
  'reason.json': [{ ...waiver, reason: ' ' }],
  'cache.json': { kills: 1 },
  'daemon.toml': '[identity]\nstore = { path = "id.key" }\n[pairing]\ndb_path = "allow.toml"\n',
  'bare.toml': '[pairing]\ndb_path = "allow.toml"\n',
  'short.toml': '[identity]\nstore = { path = "text.txt" }\n[pairing]\ndb_path = "allow.toml"\n',
  'value.toml': '[identity]\nstore = nothing\n',
  'made/conform.config.json': {},
  'taken/adapter.py': '',
  'site/notes.txt': '',
  'damaged/conform-site.json': '{ "files": ["../../x.html"] }',
  'no-recordings/notes.txt': '',
};

export async function writeFiles(folder: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  for (const name of ['made', 'taken', 'site', 'damaged', 'no-recordings']) mkdirSync(at(name));
  for (const [name, content] of Object.entries(files))
    writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
  const ed25519 = generateKeyPairSync('ed25519');
  writeFileSync(at('sign.key'), ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(at('sign.pub'), ed25519.publicKey.export({ type: 'spki', format: 'pem' }));
  const locked = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
  writeFileSync(at('locked.key'), ed25519.privateKey.export(locked));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(at('ec.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  execFileSync('mkfifo', [at('pipe')]);
  await record(folder, 'run.jsonl');
  await record(folder, 'one.jsonl', '--shard', '1/2');
  await record(folder, 'other.jsonl', '--shard', '2/2', '--level', 'may');
  const lines = readFileSync(at('run.jsonl'), 'utf8').split('\n');
  writeFileSync(at('cut.jsonl'), lines.slice(0, 3).join('\n'));
  writeFileSync(at('twice.jsonl'), `${lines[0]}\n${lines[0]}\n`);
  writeFileSync(at('newer.jsonl'), `${lines[0]?.replace('"format":1', '"format":2')}\n`);
  writeFileSync(at('damaged.jsonl'), `${lines[0]}\n{"kind":"result"\n`);
}

async function record(cwd: string, name: string, ...words: readonly string[]): Promise<void> {
  await conform(
    ['run', '--quiet', '--seed', '1', '--only', 'tunnel/key-file/*', '--report', `jsonl=${name}`, ...words],
    { cwd },
  );
}
