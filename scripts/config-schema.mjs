// Writes the current options of all target kinds into bin/config.schema.json. Run `npm run build` before.
import { readFileSync, writeFileSync } from 'node:fs';
import { optionSchemas } from '../dist/bin/target_options.js';

const file = new URL('../bin/config.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(file, 'utf8'));
const { target, profile } = schema.$defs.target.properties;
schema.$defs.target.properties = { target, ...optionSchemas(), profile };
writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
