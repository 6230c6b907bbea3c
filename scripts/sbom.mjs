/**
 * Prints a CycloneDX bill of materials of the installed packages and of those joined to the program. `npm sbom` knows
 * the packages. For one commit, the bill is the same on every machine. node scripts/sbom.mjs > conform.cdx.json
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inPackage } from '../dist/package.js';

const { name } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
const joined = JSON.parse(readFileSync(inPackage('dist', 'program', 'joined.json'), 'utf8'));

const whole = JSON.parse(
  execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
    cwd: inPackage(),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  }),
);
const own = whole.metadata.component['bom-ref'];

/** `npm sbom --omit dev` also omits packages that both users and developers need. */
const { packages } = JSON.parse(readFileSync(inPackage('package-lock.json'), 'utf8'));
const nameOf = (folder) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
const installed = Object.entries(packages)
  .filter(([folder, { dev }]) => folder !== '' && !dev)
  .map(([folder, { version }]) => `${nameOf(folder)}@${version}`);
const inProgram = Object.entries(joined).map(([each, version]) => `${each}@${version}`);
const refs = new Set([own, ...installed, ...inProgram]);

const components = whole.components
  .filter((one) => refs.has(one['bom-ref']))
  .map((one) => (inProgram.includes(one['bom-ref']) ? { ...one, scope: 'required' } : one))
  .sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
const dependencies = whole.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn }) => ({
    ref,
    dependsOn: dependsOn.filter((one) => refs.has(one)).sort(),
  }));

const { timestamp: _now, ...metadata } = whole.metadata;
const digest = createHash('sha256')
  .update(JSON.stringify([components, dependencies]))
  .digest('hex');
const parts = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digest).slice(1);
const serial = `${parts[0]}-${parts[1]}-5${parts[2]}-8${parts[3]}-${parts[4]}`;
console.log(
  JSON.stringify(
    {
      ...whole,
      serialNumber: `urn:uuid:${serial}`,
      // npm uses the name of the checkout folder.
      metadata: { ...metadata, component: { ...metadata.component, name } },
      components,
      dependencies,
    },
    null,
    2,
  ),
);
