/** What the reference broker is made of, beside what the suite needs. */
export const BROKER_PACKAGES = ['hono', '@hono/node-server', 'uqr'] as const;
