/** Why some clauses have no case. */
export const keptInside = 'a test cannot see how a device makes and stores its private key';
