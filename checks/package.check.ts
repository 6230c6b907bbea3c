/** Tests the tarball: its files, that its bytes depend only on the sources, and its installed size. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { copyBuilt } from './packed/copied.js';
import { installedWeights, type Packed, pack } from './packed/size.js';
import { spawned } from './packed/unpacked.js';

const CODE = String.raw`(?:js|d\.ts)`;
/** Every file of the tarball matches one of these patterns, and each pattern matches a file. */
const FILES: readonly RegExp[] = [
  /^(?:LICENSE|README\.md|package\.json)$/,
  /^dist\/bin\/entry\.js$/,
  /^dist\/(?:defined|exit|oldest_node|open_file|package|validators)\.(?:js|d\.ts)$/,
  /^dist\/program\/(?:conform|engine|lab_agent|tunnel_mutant|vitest)\.js$/,
  /^dist\/program\/[\w-]+-[0-9A-Z]{8}\.js$/,
  /^dist\/program\/(?:LICENSES\.txt|joined\.json)$/,
  /^dist\/compiled\/\w+\.cjs$/,
  /^dist\/sources\.json$/,
  /^dist\/page\/(?:report\.(?:css|js)|search\.js)$/,
  new RegExp(`^dist/library/vectors/(?:index|\\w+/[\\w-]+)\\.${CODE}$`),
  new RegExp(
    `^dist/reference/(?:bytes|crypto|library/\\w+|library|punch|openhost|tunnel)/[\\w-]+\\.${CODE}$`,
  ),
  new RegExp(`^dist/(?:reference|reports|runners|suites|vectors)/[\\w./-]+\\.${CODE}$`),
  /^docs\/shapes\.md$/,
  /^examples\/(?:adapters|vectors)\/(?:README\.md|\w+\/[\w./-]+)$/,
  /^reference\/punch\/companion\/[\w.-]+\.(?:yaml|json)$/,
  /^suites\/(?:punch|openhost|tunnel)\/(?:kills|sentences|sets\/[\w.-]+)\.json$/,
  /^vectors\/(?:punch|openhost|tunnel)\/[\w-]+\.(?:json|cbor)$/,
  /^vectors\/(?:ids|schemas\/[\w.-]+(?:\/[\w.-]+)*)\.json$/,
  /^vectors\/export\/templates\/[\w./-]+$/,
  /^(?:bin|reports|runners|suites)\/[\w./-]+\.schema\.json$/,
];
/** Files that must not be in the tarball, in any folder. */
const NEVER =
  /\.test\.|\.check\.|\.map$|\/(?:peers|mutants|testing|node_modules|target|classes)\/|^dist\/(?:checks|bench)\//;

const temporary: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'conform-package-'));
  temporary.push(made);
  return made;
};
afterAll(() => temporary.forEach((each) => void rmSync(each, { recursive: true, force: true })));

describe('the tarball', () => {
  let packed: Packed;
  beforeAll(() => {
    packed = pack(inPackage());
  });

  it('has exactly the listed files', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !FILES.some((each) => each.test(path)))).toEqual([]);
    expect(FILES.filter((each) => !paths.some((path) => each.test(path)))).toEqual([]);
    // Users copy the examples with their tests.
    expect(paths.filter((path) => NEVER.test(path) && !path.startsWith('examples/'))).toEqual([]);
  });

  it('has only modules that can be parsed', () => {
    const program = `
      import { readdirSync, readFileSync } from 'node:fs';
      import { SourceTextModule } from 'node:vm';
      const names = readdirSync('dist/program').filter((name) => name.endsWith('.js'));
      for (const name of names) {
        try { new SourceTextModule(readFileSync('dist/program/' + name, 'utf8')); }
        catch (error) { console.log(name + ': ' + error.message); }
      }
      console.log(names.length > 50 ? 'all' : 'too few');`;
    const words = ['--no-warnings', '--experimental-vm-modules', '--input-type=module', '-e', program];
    expect(spawned(process.execPath, words, inPackage()).stdout).toBe('all\n');
  });

  it('contains no path of the machine that packed it', () => {
    for (const { path } of packed.files) {
      if (/\.(?:js|cjs|json|ts)$/.test(path))
        expect(readFileSync(inPackage(path), 'utf8')).not.toContain(inPackage());
    }
  });

  it('has the same bytes when it is packed again, and when a copy of the sources is built in another folder', () => {
    expect(pack(inPackage()).integrity).toBe(packed.integrity);
    expect(pack(copyBuilt(join(folder(), 'a', 'deeper folder'))).integrity).toBe(packed.integrity);
  });
});

describe('the installation', () => {
  it('takes under 12 MB without the optional packages, and few packages', () => {
    const { plain, full } = installedWeights();
    console.log(
      [plain, full].map(({ bytes, packages }) => `${(bytes / 1e6).toFixed(1)} MB, ${packages} packages`),
    );
    expect(plain.bytes).toBeLessThan(12e6);
    expect(plain.packages).toBeLessThanOrEqual(5);
    expect(full.packages).toBeGreaterThan(plain.packages);
  });
});

interface Bill {
  readonly bomFormat: string;
  readonly serialNumber: string;
  readonly components: readonly { readonly purl: string; readonly hashes?: readonly object[] }[];
}

describe('the bill of materials', () => {
  const text = (): string => {
    const { stdout, stderr } = spawned(process.execPath, ['scripts/sbom.mjs'], inPackage());
    expect(stderr).toBe('');
    return stdout;
  };

  it('names the installed packages and those joined to the program, and is the same each time', () => {
    const written = text();
    const bill = JSON.parse(written) as Bill;
    expect(bill.bomFormat).toBe('CycloneDX');
    const purls = bill.components.map(({ purl }) => purl.replace(/@[^@]*$/, ''));
    for (const name of ['%40noble/curves', 'yargs', 'werift', 'bittorrent-dht'])
      expect(purls).toContain(`pkg:npm/${name}`);
    for (const name of ['vitest', 'esbuild', 'typescript']) expect(purls).not.toContain(`pkg:npm/${name}`);
    expect(written).not.toContain(inPackage());
    expect(text()).toBe(written);
  });
});
