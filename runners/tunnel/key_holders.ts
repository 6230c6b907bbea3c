/** Finds peers that a user started by hand in the lab. Nobody announces them, so it looks at their key files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { publicKeyOf, SECRET_KEY } from '../../reference/tunnel/key_file.js';
import { argumentsOf, environment, peerAddresses, processes } from './proc.js';
import { isSystemError } from './system_error.js';

const NO_KEY = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'ESRCH', 'EPERM'];

/** The public key, in z-base-32, of the key file that the environment of this process names. */
function keyOf(pid: number): string | undefined {
  const variables = new Map(
    environment(pid).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const path =
    variables.get('PUNCH_SECRET_KEY') ||
    join(variables.get('HOME') ?? '/', '.local', 'share', 'punch', 'secret.key');
  try {
    // A relative path is one of the folder in which the program was started.
    const file = path.startsWith('/') ? path : join(`/proc/${pid}/cwd`, path);
    const secret = new Uint8Array(readFileSync(file));
    return secret.length === SECRET_KEY ? zbase32.encode(publicKeyOf(secret)) : undefined;
  } catch (error) {
    if (!isSystemError(error, NO_KEY)) throw error;
    return undefined;
  }
}

/** Where the peer of this key listens. If no key file matches, these are the addresses of every `out`. */
export function addressesByKeyFile(key: string): readonly string[] {
  const outs = processes().filter((pid) => argumentsOf(pid).includes('out'));
  const holders = outs.filter((pid) => keyOf(pid) === key);
  return peerAddresses(holders.length > 0 ? holders : outs);
}
