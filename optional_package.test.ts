import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { missingPackage, needPackages } from './optional_package.js';
import { inPackage } from './package.js';

const failedImport = (name: string): Error =>
  Object.assign(new Error(`Cannot find package '${name}' imported from /somewhere/peer.js`), {
    code: 'ERR_MODULE_NOT_FOUND',
  });

describe('an optional package that is not installed', () => {
  it('is named with the command that installs the version that fits', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
    expect(missingPackage(failedImport('werift'))?.message).toBe(
      `werift is not installed, and peers over WebRTC need it: npm install werift@${optionalDependencies.werift}`,
    );
  });

  it('has a purpose in the sentence, whichever it is', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
    for (const name of Object.keys(optionalDependencies)) {
      expect(missingPackage(failedImport(name))?.message, name).not.toContain('this needs it');
    }
  });

  it('is not blamed for another error', () => {
    expect(missingPackage(failedImport('yargs'))).toBeUndefined();
    expect(missingPackage(new Error("Cannot find package 'werift'"))).toBeUndefined();
  });

  it('is asked for before a peer is opened', () => {
    expect(() => needPackages('werift', 'hono')).not.toThrow();
    expect(() => needPackages('no-such-package')).toThrow('no-such-package is not installed');
  });
});
