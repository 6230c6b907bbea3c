/** RFC section 2: what sessions and streams may be called. None of its characters means anything to a shell or in a path. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export const isName = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);
