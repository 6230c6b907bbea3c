/**
 * Joins our modules and the packages of the program into a few files in `dist/program`. Node needs more time to read
 * and link 300 small modules than for the default run, and users fetch four packages instead of thirty. The licence
 * texts of the joined packages are next to it.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { inPackage } from '../dist/package.js';

const outdir = inPackage('dist', 'program');
const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
  readFileSync(inPackage('package.json'), 'utf8'),
);
/**
 * The packages that are joined to the program, with their dependencies. No other development package reaches a user.
 */
const JOINED = new Set([
  ...['@noble/curves', 'ajv', 'cbor-x', 'dns-packet', 'ws', 'yaml', 'yargs'],
  // The library imports these, too, but they are small. Finding and reading their files would cost a run more than
  // their code.
  ...Object.keys(dependencies),
]);
const separate = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies }).filter(
  (name) => !JOINED.has(name),
);
/** Optional packages that a joined package tries to import. */
const ACCELERATORS = ['bufferutil', 'utf-8-validate', 'cbor-extract'];

/** The entry files: those that are started, and those that are imported and need most of the program. */
const ENTRIES = [
  'bin/conform',
  'bin/lab_agent',
  'checks/tunnel_mutant',
  'runners/library/engine',
  'runners/library/vitest',
];

/** The error class of the codecs in `p2p-conform/reference`. There must be only one such class. */
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
  // Users see the names of functions and classes in errors and stacks, so they are not shortened. `keepNames` would set
  // each name of every closure at run time, which costs a default run a fourteenth of its CPU time.
  minifyWhitespace: true,
  minifySyntax: true,
  alias: { 'string-width': inPackage('dist', 'bin', 'plain_width.js') },
  plugins: [shared],
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: [...separate, ...ACCELERATORS],
  // CommonJS packages call `require` for Node modules. The name must differ from every name in our modules and from the
  // minifier.
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
