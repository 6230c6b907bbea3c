import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compiledAt, inPackage } from '../../../package.js';
import type { JsonObject } from '../../structure.js';

const folder = ['reference', 'punch', 'companion'];

/** The JSON that the build makes of the YAML file (`scripts/compile-schemas.mjs`), so that no run parses YAML. */
export const COMPILED = 'punch_openapi';

/** Our own description of the HTTP surface, OpenAPI 3.1. */
export const openapi = (): JsonObject => (compiledAt(COMPILED) as JsonObject | undefined) ?? openapiFile();

/** The same from its YAML file. Only the sources and the build have a YAML parser. */
export function openapiFile(): JsonObject {
  const { parse } = createRequire(import.meta.url)('yaml') as typeof import('yaml');
  return parse(readFileSync(inPackage(...folder, 'openapi.yaml'), 'utf8')) as JsonObject;
}

/** Our own description of the WebSocket messages, JSON Schema 2020-12. */
export const messages = (): JsonObject =>
  JSON.parse(readFileSync(inPackage(...folder, 'punch-messages.schema.json'), 'utf8')) as JsonObject;
