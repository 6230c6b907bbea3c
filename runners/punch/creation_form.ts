/** The form of the body of POST /api/session, which the RFC leaves to openapi.yaml. */
import type { Json, JsonObject } from '../../suites/model.js';
import { answersOf } from './described_answers.js';
import { at, followed, isObject, type JsonPlace, membersAt } from './json_place.js';
import { named } from './streams.js';

/** The members that cases set, by the names of our openapi.yaml. */
const MEMBERS = ['name', 'streams', 'latency', 'ttl', 'turnstileToken'] as const;
type Member = (typeof MEMBERS)[number];

/** The place of each member in a body. A member without a place is at the top under its own name. */
export interface CreationForm {
  readonly places: Partial<Readonly<Record<Member, JsonPlace>>>;
  /** Members of every creation that does not set them, in the form in which they are sent. */
  readonly always: JsonObject;
}

/** Known names of each member. The first one that the schema has is used. */
const SPELLINGS: Readonly<Record<Member, readonly RegExp[]>> = {
  name: [/^name$/i, /^session_?name$/i, /^session$/i, /^(session_?)?id$/i],
  streams: [/^streams$/i, /^stream_?names$/i],
  latency: [/^latency(_?ms)?$/i],
  ttl: [/^ttl(_?s|_?seconds)?$/i, /^(lifetime|expires_?in)$/i],
  turnstileToken: [/^turnstile_?token$/i],
};

const STREAM = 'main';
const DEEPEST = 3;

/** Tried in this order if no description was given. */
export const usualForms: readonly CreationForm[] = [
  { places: {}, always: {} },
  { places: { name: ['session'] }, always: {} },
  { places: {}, always: { streams: [STREAM] } },
  { places: { name: ['session'] }, always: { streams: [STREAM] } },
];

/** The same form, but every creation names its streams: for a deployment whose answer does not show their names. */
export const namingStreams = (form: CreationForm): CreationForm => ({
  ...form,
  always: placed(form.always, form.places.streams ?? ['streams'], [STREAM], false),
});

/** The streams that a body of this form asks for. */
export function streamsIn(body: JsonObject, form: CreationForm | undefined): readonly string[] {
  const asked = at(body, form?.places.streams ?? ['streams']);
  return named(Array.isArray(asked) ? asked : []);
}

/** The form that the description of the deployment gives to the body; undefined if it has no member for the name. */
export function formIn(openapi: JsonObject): CreationForm | undefined {
  const operation = answersOf(openapi).placeOf('post', '/api/session');
  if (!operation) return undefined;
  const body = followed(openapi, [...operation, 'requestBody']);
  const type = membersAt(openapi, [...body, 'content']).find((one) => /\bjson\b/i.test(one));
  if (type === undefined) return undefined;
  const schema = followed(openapi, [...body, 'content', type, 'schema']);
  const found = propertiesOf(openapi, schema);
  const places = Object.fromEntries(
    MEMBERS.flatMap((member) => {
      const place = SPELLINGS[member]
        .map((spelling) => found.find(({ path }) => spelling.test(path.at(-1) ?? ''))?.path)
        .find((path) => path !== undefined);
      return place === undefined ? [] : [[member, place] as const];
    }),
  ) as CreationForm['places'];
  if (!places.name) return undefined;
  const name = places.name.join('.');
  const required = found.filter(({ path, isRequired }) => isRequired && path.join('.') !== name);
  const always = required.reduce<JsonObject>(
    (whole, { path, schema: place }) => placed(whole, path, sampleOf(openapi, place), false),
    {},
  );
  return { places, always };
}

/** Brings a body into the form. */
export function laidOut({ places, always }: CreationForm, body: JsonObject): JsonObject {
  let whole: JsonObject = {};
  for (const [name, value] of Object.entries(body))
    whole = placed(whole, places[name as Member] ?? [name], value ?? null, true);
  return merged(always, whole);
}

interface Property {
  readonly path: JsonPlace;
  readonly schema: JsonPlace;
  /** Whether it is required, and every object around it too. */
  readonly isRequired: boolean;
}

/** The properties without properties of their own, the outermost first. */
function propertiesOf(openapi: JsonObject, schema: JsonPlace): readonly Property[] {
  const found: Property[] = [];
  let level: readonly Property[] = [{ path: [], schema, isRequired: true }];
  for (let depth = 0; depth < DEEPEST; depth++) {
    const inner = level.flatMap((outer) => membersOf(openapi, outer));
    found.push(...inner.filter((one) => membersOf(openapi, one).length === 0));
    level = inner;
  }
  return found;
}

function membersOf(openapi: JsonObject, outer: Property): readonly Property[] {
  const parts = [outer.schema, ...branchesOf(openapi, outer.schema)];
  return parts.flatMap((part) => {
    const required = at(openapi, [...part, 'required']);
    return membersAt(openapi, [...part, 'properties']).map((name) => ({
      path: [...outer.path, name],
      schema: followed(openapi, [...part, 'properties', name]),
      isRequired: outer.isRequired && Array.isArray(required) && (required as readonly Json[]).includes(name),
    }));
  });
}

const branchesOf = (openapi: JsonObject, schema: JsonPlace): readonly JsonPlace[] =>
  Object.keys((at(openapi, [...schema, 'allOf']) as object | undefined) ?? {}).map((index) =>
    followed(openapi, [...schema, 'allOf', index]),
  );

/** A value that the schema allows, or a guess by its type. */
function sampleOf(openapi: JsonObject, schema: JsonPlace): Json {
  const said = (name: string): Json | undefined => at(openapi, [...schema, name]);
  const [example] = [said('examples'), said('enum')].flatMap((list) =>
    Array.isArray(list) ? (list as readonly Json[]) : [],
  );
  const given = said('const') ?? said('default') ?? said('example') ?? example;
  if (given !== undefined) return given;
  const type = said('type');
  const [kind] = Array.isArray(type) ? (type as readonly Json[]) : [type];
  if (kind === 'array') return [STREAM];
  if (kind === 'integer' || kind === 'number') return Number(said('minimum') ?? 1);
  if (kind === 'boolean') return false;
  return kind === 'object' ? {} : 'conform';
}

/** Returns the object with the value at this place. `over`: replaces a value that is already there. */
function placed(whole: JsonObject, place: JsonPlace, value: Json, over: boolean): JsonObject {
  const [step, ...rest] = place;
  if (step === undefined) return whole;
  const known = whole[step];
  if (rest.length === 0) return known === undefined || over ? { ...whole, [step]: value } : whole;
  return { ...whole, [step]: placed(isObject(known) ? known : {}, rest, value, over) };
}

/** Merges two objects. A member of the second replaces that of the first. */
function merged(first: JsonObject, second: JsonObject): JsonObject {
  const whole: Record<string, Json> = { ...(first as Record<string, Json>) };
  for (const [name, value] of Object.entries(second)) {
    const known = whole[name];
    whole[name] = isObject(known) && isObject(value) ? merged(known, value) : (value ?? null);
  }
  return whole;
}
