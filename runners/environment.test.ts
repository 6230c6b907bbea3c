import { expect, it } from 'vitest';
import { inheritedEnvironment, readVariable } from './environment.js';

const ours = {
  PATH: '/bin',
  HOME: '/home/x',
  LC_ALL: 'C',
  GOPATH: '/go',
  PUNCH_SECRET: 'not for programs under test',
  GITHUB_TOKEN: 'x',
  AWS_ACCESS_KEY_ID: 'x',
  NODE_OPTIONS: '--inspect',
};

it('passes on the variables that programs need to find their tools, and no secret of the CI', () => {
  expect(inheritedEnvironment({}, ours)).toEqual({
    PATH: '/bin',
    HOME: '/home/x',
    LC_ALL: 'C',
    GOPATH: '/go',
  });
});

it('lets a given variable override the inherited one', () => {
  expect(inheritedEnvironment({ LEVEL: 'debug', HOME: '/else' }, ours)).toMatchObject({
    LEVEL: 'debug',
    HOME: '/else',
  });
});

it.each([
  ['HOME', ['HOME', '/home/x']],
  ['LEVEL=debug=1', ['LEVEL', 'debug=1']],
  ['EMPTY=', ['EMPTY', '']],
])('reads %s', (written, read) => {
  expect(readVariable(written, ours)).toEqual(read);
});

it.each([
  ['ABSENT', 'the environment has no ABSENT: set it, or write ABSENT=VALUE'],
  ['9x=1', 'must be NAME or NAME=VALUE, received "9x"'],
  ['=secret', 'must be NAME or NAME=VALUE, received ""'],
])('rejects %s', (written, message) => {
  expect(() => readVariable(written, ours)).toThrow(message);
});
