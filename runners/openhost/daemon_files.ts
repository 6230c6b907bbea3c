/** The files of a daemon that we configure and start, and what it tells about itself. */
import { copyFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DialFailed, parseUrl } from '../../reference/openhost/peers/client/dial.js';
import { Unclaimed, Unreachable } from '../../suites/case.js';
import { inheritedEnvironment, type Variables } from '../environment.js';
import { CallFailed, type DaemonProgram, NotUp } from './daemon_program.js';
import type { Reached } from './deployment.js';

/** The environment of a program that trusts this authority of our relay. */
export function trusting(dir: string, ca: string, variables?: Variables): NodeJS.ProcessEnv {
  const file = join(dir, 'ca.pem');
  writeFileSync(file, ca);
  return {
    ...inheritedEnvironment(variables),
    SSL_CERT_FILE: file,
    NODE_EXTRA_CA_CERTS: file,
    NO_PROXY: '127.0.0.1,localhost',
  };
}

/** The host that the daemon names itself. Throws NotUp when the daemon rejects its configuration: section 4.2 says at load time. */
export async function identityShown(
  program: Pick<DaemonProgram, 'call'>,
  config: string,
): Promise<{ readonly url: string; readonly key: Uint8Array; readonly name: string }> {
  const url = /oh:\/\/[a-z0-9]{52}/.exec(await output(program, config))?.[0];
  if (url === undefined) throw new Unreachable('`identity show` printed no oh:// URL');
  try {
    const { key, name } = parseUrl(url);
    return { url: `${url}/`, key, name };
  } catch (error) {
    if (!(error instanceof DialFailed)) throw error;
    throw new Unreachable(`\`identity show\` names ${url}: ${error.message}`);
  }
}

async function output(program: Pick<DaemonProgram, 'call'>, config: string): Promise<string> {
  try {
    return await program.call(config, 'identity', 'show');
  } catch (error) {
    throw error instanceof CallFailed ? new NotUp(error.message) : error;
  }
}

/** Damages the file of the pairs, and restores it. */
export function breakable(file: string): NonNullable<Reached['pairs']> {
  const aside = `${file}.whole`;
  return {
    damage() {
      if (!existsSync(file)) throw new Unclaimed('the daemon does not store its pairs at `pairing.db_path`');
      copyFileSync(file, aside);
      writeFileSync(file, '[[pair]');
    },
    mend: () => renameSync(aside, file),
  };
}
