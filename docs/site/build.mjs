/**
 * Builds the site into `docs/site/out`: the pages, those made from the data, and the API with its types. A link that leads
 * nowhere makes it fail. `npm run docs` installs what it needs and starts it.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, LogLevel } from 'typedoc';
import { referencePages } from './reference.mjs';

const site = dirname(fileURLToPath(import.meta.url));
const root = join(site, '..', '..');
const work = join(site, 'pages');
const out = process.argv[2] ?? join(site, 'out');

/** TypeDoc names a page by its front matter, and shows pages under the one that names them as children. */
function written(name, text, children = []) {
  const title = /^# (.*)$/m.exec(text)?.[1] ?? name;
  const list =
    children.length === 0 ? '' : `children:\n${children.map((child) => `  - ${child}\n`).join('')}`;
  const path = join(work, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `---\ntitle: ${JSON.stringify(title)}\n${list}---\n\n${text}`);
}

/** A link out of the folder of pages becomes one into the repository's copy beside them. */
const here = (text) =>
  text
    .replaceAll('](../CONTRIBUTING.md', '](CONTRIBUTING.md')
    .replaceAll('](../examples/adapters/README.md', '](adapters.md')
    .replaceAll('](../examples/brokers/README.md', '](brokers.md')
    .replaceAll('](../../docs/', '](')
    .replaceAll('](docs/', '](')
    .replaceAll('](interop/README.md', '](interop.md')
    // A page of its own would repeat the row of the broker.
    .replace(/\[(aiohttp|fastapi|nethttp)\]\(\1\/README\.md\)/g, '$1')
    // Words after the language of a block are for the test that performs it.
    .replace(/^```(\w+) .*$/gm, '```$1');

rmSync(work, { recursive: true, force: true });
const own = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md') && name !== 'index.md');
for (const name of own) written(name, here(readFileSync(join(root, 'docs', name), 'utf8')));
for (const [name, from] of [
  ['CONTRIBUTING.md', 'CONTRIBUTING.md'],
  ['adapters.md', 'examples/adapters/README.md'],
  ['brokers.md', 'examples/brokers/README.md'],
  ['interop.md', 'interop/README.md'],
]) {
  written(name, here(readFileSync(join(root, from), 'utf8')));
}
const made = referencePages();
for (const [name, text] of Object.entries(made))
  written(join('reference', name), text.replaceAll('](../../', '](../'));
const lookedUp = Object.keys(made).sort();
const links = lookedUp.map((name) => `- [${/^# (.*)$/m.exec(made[name])?.[1]}](${name})\n`);
written(
  'reference/index.md',
  `# Look something up\n\nMade from the data of the program:\n\n${links.join('')}`,
  lookedUp.map((name) => `./${name}`),
);
const home = here(readFileSync(join(root, 'docs', 'index.md'), 'utf8'));
writeFileSync(
  join(work, 'index.md'),
  `${home}\nTo [look something up](reference/index.md): requirements, live cases, vectors, findings, exit codes. The modules beside are the API.\n`,
);

const app = await Application.bootstrapWithPlugins({
  options: join(site, 'typedoc.json'),
  // The home page is not a document of its own.
  projectDocuments: [
    ...readdirSync(work).filter((name) => name.endsWith('.md') && name !== 'index.md'),
    'reference/index.md',
  ].map((name) => join(work, name)),
  out,
  logLevel: LogLevel.Warn,
});
const project = await app.convert();
if (!project) process.exit(1);
app.validate(project);
await app.generateOutputs(project);
rmSync(work, { recursive: true, force: true });
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);
if (process.argv[2] === undefined) process.stdout.write(`Wrote ${join(out, 'index.html')}\n`);
