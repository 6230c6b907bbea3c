/** `conform report attest` and `verify`: a recording, signed for what was tested. */
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EXIT } from '../../exit.js';
import { keyIdOf, signed } from '../../reports/attestation/envelope.js';
import { type Recording, readRecording } from '../../reports/attestation/recording.js';
import { Refused } from '../../reports/attestation/refused.js';
import { type Statement, statementOf } from '../../reports/attestation/statement.js';
import { verified } from '../../reports/attestation/verify.js';
import { plain } from '../../reports/escape.js';
import { StreamError } from '../../reports/stream_read.js';
import { UsageError } from '../command.js';
import { readSigningKey, readVerifyingKey } from '../keys/read.js';
import { print, tell } from '../output.js';
import { readGivenText } from '../secret.js';
import { readSubject } from './subject.js';

export interface AttestGiven {
  readonly from: readonly string[];
  readonly key: string | undefined;
  readonly subject: string | undefined;
  readonly out: string | undefined;
  readonly attestation: string | undefined;
}

export const attest = (given: AttestGiven): Promise<number> =>
  orRefused('NOT ATTESTED', async () => {
    const key = readSigningKey(wanted(given.key, '--key FILE: it signs; conform keys new makes one'));
    const subject = readSubject(wanted(given.subject, '--subject FILE|DIGEST: what was tested'));
    const from = onlyOne(given.from);
    if (given.attestation !== undefined)
      throw new UsageError('--attestation: only report verify takes it: remove it');
    const payload = Buffer.from(JSON.stringify(statementOf(readRecording(from), subject)));
    const text = `${JSON.stringify(signed(payload, key))}\n`;
    if (given.out === undefined) await print(text);
    else write(given.out, from, text);
    return EXIT.green;
  });

export const verify = (given: AttestGiven): Promise<number> =>
  orRefused('NOT VERIFIED', async () => {
    const envelope = readGivenText(
      'attestation',
      wanted(given.attestation, '--attestation FILE: what report attest has written'),
    );
    const key = readVerifyingKey(wanted(given.key, '--key FILE: the public key of who signed it'));
    const subject = readSubject(wanted(given.subject, '--subject FILE|DIGEST: what was tested'));
    if (given.out !== undefined) throw new UsageError('--out: only report attest takes it: remove it');
    const recording = readRecording(onlyOne(given.from));
    const statement = verified({ envelope, key, subject: subject.sha256, recording });
    await print(summary(statement, recording, keyIdOf(key)));
    return recording.footer.exit;
  });

function wanted(value: string | undefined, what: string): string {
  if (value === undefined) throw new UsageError(`missing ${what}`);
  return value;
}

function onlyOne([first = '', second]: readonly string[]): string {
  if (second !== undefined)
    throw new UsageError(
      '--from: one recording is attested, received several: conform report merge makes one of shards',
    );
  return first;
}

function write(out: string, from: string, text: string): void {
  if (existsSync(out) && resolve(out) === resolve(from))
    throw new UsageError(`--out ${out} would overwrite the recording: name another file`);
  try {
    writeFileSync(out, text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`--out: cannot write ${out} (${code}): name a file in a folder that exists`);
  }
}

/** A refusal is an answer, and exits 1. A file that cannot be read is a wrong call. */
async function orRefused(heading: string, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof StreamError && error.line === 0) throw new UsageError(`--from: ${error.message}`);
    if (!(error instanceof Refused || error instanceof StreamError)) throw error;
    tell(`${heading}: ${error.message}`);
    return EXIT.failed;
  }
}

/** A run of few cases must not look like one of all. */
function chosen({ header: { asked = {}, level } }: Recording): (readonly [string, string])[] {
  const words = [
    ...(asked.only ?? []).map((glob) => `--only ${glob}`),
    ...(asked.skip ?? []).map((glob) => `--skip ${glob}`),
    ...(asked.requirements ?? []).map((set) => `--requirements ${set}`),
    ...(asked.fast ? ['--fast'] : []),
    ...(level === 'must' ? [] : [`--level ${level}`]),
  ];
  return words.length === 0 ? [] : [['asked', words.join(' ')]];
}

function summary({ subject: [subject], predicate }: Statement, recording: Recording, key: string): string {
  const { counts } = recording.footer;
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['subject', `${subject.name}  sha256:${subject.digest.sha256}`],
    ['key', key],
    ...chosen(recording),
    ['targets', recording.header.targets.map(({ name }) => name).join(', ')],
    [
      'counts',
      Object.entries(counts)
        .map(([verdict, count]) => `${count} ${verdict}`)
        .join(', '),
    ],
    ...recording.footer.reasons.map((reason) => ['because', reason] as const),
  ];
  const list = rows.map(([name, value]) => `  ${name.padEnd(8)} ${plain(value, 500)}\n`).join('');
  return `VERIFIED  the run ${predicate.result}\n${list}`;
}
