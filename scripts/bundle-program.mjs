/**
 * Joins our own modules and the packages that only the program needs to few files in `dist/program`: Node reads and links
 * 300 small modules more slowly than it runs the default run, and whoever installs the package fetches four packages
 * instead of thirty. Beside it stands what the licences of the joined packages ask for.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { inPackage } from '../dist/package.js';

const outdir = inPackage('dist', 'program');
const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
  readFileSync(inPackage('package.json'), 'utf8'),
);
/** Joined to the program, with what they need. Of the packages of development these alone reach a user. */
const JOINED = new Set([
  ...['@noble/curves', 'ajv', 'cbor-x', 'dns-packet', 'ws', 'yaml', 'yargs'],
  // The library imports these too, and they are small: to find and read their files costs a run more than their code.
  ...Object.keys(dependencies),
]);
const separate = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies }).filter(
  (name) => !JOINED.has(name),
);
/** Packages that a joined one asks for in a `try`, and does without. */
const ACCELERATORS = ['bufferutil', 'utf-8-validate', 'cbor-extract'];

/** What is started, and what is imported with most of the program behind it. */
const ENTRIES = [
  'bin/conform',
  'bin/lab_agent',
  'runners/tunnel/lab_dns',
  'checks/tunnel_mutant',
  'runners/library/engine',
  'runners/library/vitest',
];

/** The class of errors that a codec of `p2p-conform/reference` throws: there must be one of it. */
const shared = {
  name: 'shared',
  setup({ onResolve }) {
    onResolve({ filter: /\/error\.js$/ }, ({ path, resolveDir }) =>
      join(resolveDir, path) === inPackage('dist', 'reference', 'bytes', 'error.js')
        ? { path: '../reference/bytes/error.js', external: true }
        : undefined,
    );
  },
};

rmSync(outdir, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ENTRIES.map((path) => inPackage('dist', `${path}.js`)),
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  // Names of functions and classes reach people, in the names of errors and in stacks: short names beside `keepNames`
  // would set each name at run time, of every closure, and cost a default run a fourteenth of its CPU.
  minifyWhitespace: true,
  minifySyntax: true,
  alias: { 'string-width': inPackage('dist', 'bin', 'plain_width.js') },
  plugins: [shared],
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: [...separate, ...ACCELERATORS],
  // Packages in CommonJS ask for modules of Node. The name must be one that no module of ours and no minifier chooses.
  banner: {
    js: "import{createRequire as $createRequire$}from'node:module';const require=$createRequire$(import.meta.url);",
  },
  metafile: true,
  absWorkingDir: inPackage(),
  outdir,
  logLevel: 'warning',
});

const compiled = inPackage('dist', 'compiled');
const validators = await build({
  entryPoints: readdirSync(compiled).map((name) => join(compiled, name)),
  bundle: true,
  minify: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  metafile: true,
  absWorkingDir: inPackage(),
  outdir: compiled,
  outExtension: { '.js': '.cjs' },
  allowOverwrite: true,
  logLevel: 'warning',
});

const packageOf = (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
const inputs = [metafile, validators.metafile].flatMap((file) => Object.keys(file.inputs));
const joined = [...new Set(inputs.flatMap((path) => packageOf(path) ?? []))].sort();

function notice(name) {
  const folder = inPackage('node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0)
    throw new Error(`${name} is joined to the program, and carries no text of its licence`);
  return { name, version, license, text: texts.join('\n\n') };
}

const notices = joined.map(notice);
writeFileSync(
  join(outdir, 'LICENSES.txt'),
  `Parts of these packages are joined to the program.\n${notices
    .map(
      ({ name, version, license, text }) =>
        `\n${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`,
    )
    .join('')}`,
);
writeFileSync(
  join(outdir, 'joined.json'),
  `${JSON.stringify(Object.fromEntries(notices.map(({ name, version }) => [name, version])), null, 2)}\n`,
);
