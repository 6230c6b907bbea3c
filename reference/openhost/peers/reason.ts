const untrusted: ReadonlySet<unknown> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

/** The message of an error without the name of its class, and what to do about it where that is known. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code: unknown = 'code' in error ? error.code : undefined;
  // An AggregateError over several addresses of one name has a code and no message.
  const said = error.message || (typeof code === 'string' ? code : error.name);
  if (!untrusted.has(code)) return said;
  // Node 24 adds a hint behind a semicolon, which contradicts this one.
  return `${said.split(';')[0]}: give the authority with --ca`;
}
