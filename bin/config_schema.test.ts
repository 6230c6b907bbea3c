import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { optionSchemas } from './target_options.js';

it('allows exactly the options that the kinds of targets take', () => {
  const schema = JSON.parse(readFileSync(inPackage('bin', 'config.schema.json'), 'utf8'));
  const { target, profile, ...options } = schema.$defs.target.properties;
  expect([target, profile]).not.toContain(undefined);
  expect(options).toEqual(optionSchemas());
});
