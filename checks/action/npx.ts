import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inPackage, packageInfo } from '../../package.js';

/** A folder for PATH with an npx that starts this checkout, and rejects every other package. */
export function folderWithNpx(parent: string): string {
  const bin = join(parent, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh
[ "$1 $2" = "--yes ${packageInfo().name}@${packageInfo().version}" ] || { echo "a stranger: $*" >&2; exit 64; }
shift 2
exec "${process.execPath}" "${inPackage('dist', 'bin', 'entry.js')}" "$@"
`,
  );
  chmodSync(join(bin, 'npx'), 0o755);
  return bin;
}
