/** Why some clauses have no case. */
export const keptInside = 'how a device makes and keeps its private key is out of sight';
