/** RFC section 2: the names of sessions and streams. No allowed character has a meaning in a shell or a path. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export const isName = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);
