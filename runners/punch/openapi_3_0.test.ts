import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../suites/model.js';
import { modernSchemas } from './openapi_3_0.js';

const modern = (schema: JsonObject) => modernSchemas({ openapi: '3.0.3', schema })['schema'];

describe('a schema of OpenAPI 3.0', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['nullable adds null to the type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    [
      'nullable adds null to the enum',
      { type: 'string', nullable: true, enum: ['a'] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    ['nullable: false says nothing', { type: 'string', nullable: false }, { type: 'string' }],
    ['nullable without a type says nothing', { nullable: true, minLength: 1 }, { minLength: 1 }],
    ['exclusiveMinimum takes the bound', { minimum: 1, exclusiveMinimum: true }, { exclusiveMinimum: 1 }],
    ['exclusiveMaximum: false leaves the bound', { maximum: 9, exclusiveMaximum: false }, { maximum: 9 }],
    ['exclusiveMaximum without a bound is dropped', { exclusiveMaximum: true }, {}],
    ['a numeric bound stays', { exclusiveMinimum: 3 }, { exclusiveMinimum: 3 }],
  ])('%s', (_what, schema, expected) => {
    expect(modern(schema)).toEqual(expected);
    expect(modern({ items: [{ not: schema }] })).toEqual({ items: [{ not: expected }] });
  });

  it('keeps members whose names are those of keywords', () => {
    const own = { nullable: true, exclusiveMaximum: false };
    const text = { type: 'string', nullable: true };
    expect(modern({ properties: { ...own, default: text, enum: text } })).toEqual({
      properties: { ...own, default: { type: ['string', 'null'] }, enum: { type: ['string', 'null'] } },
    });
  });

  it('keeps data as it is', () => {
    const data = {
      example: { type: 'x', nullable: true },
      default: { nullable: true },
      enum: [{ nullable: true }],
    };
    expect(modern(data)).toEqual(data);
  });
});

it('leaves any other version as it is', () => {
  for (const openapi of ['3.1.0', '2.0', 3, null]) {
    const document = { openapi, schema: { type: 'string', nullable: true } };
    expect(modernSchemas(document)).toBe(document);
  }
});
