/** The oldest version in package.json, then the last release of each major version that is still supported. */
export const SUPPORTED: readonly string[] = ['20.19.6', '22.23.5', '24.22.3', '26.12.1'];

export const TOO_OLD: readonly string[] = ['12.22.12', '16.20.2', '18.20.8'];

export const majorOf = (version: string): number => Number(version.split('.')[0]);
