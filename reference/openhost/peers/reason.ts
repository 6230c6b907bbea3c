const untrusted: ReadonlySet<unknown> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

/** What went wrong in the words of whoever saw it, without the name of its class, and what to do where that is known. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code: unknown = 'code' in error ? error.code : undefined;
  // Whoever tries several addresses of one name says nothing but the code.
  const said = error.message || (typeof code === 'string' ? code : error.name);
  if (!untrusted.has(code)) return said;
  // Node 24 adds a hint of its own behind a semicolon, which contradicts ours.
  return `${said.split(';')[0]}: give the authority with --ca`;
}
