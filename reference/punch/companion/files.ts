import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { inPackage } from '../../../package.js';
import type { JsonObject } from '../../structure.js';

const folder = ['reference', 'punch', 'companion'];

/** Our own description of the HTTP surface, OpenAPI 3.1. */
export const openapi = (): JsonObject =>
  parse(readFileSync(inPackage(...folder, 'openapi.yaml'), 'utf8')) as JsonObject;

/** Our own description of the WebSocket messages, JSON Schema 2020-12. */
export const messages = (): JsonObject =>
  JSON.parse(readFileSync(inPackage(...folder, 'punch-messages.schema.json'), 'utf8')) as JsonObject;
