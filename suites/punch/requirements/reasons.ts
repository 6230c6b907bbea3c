/** Why some clauses have no case: said once here, because several clauses share a reason. */
export const bindsPeer =
  'this binds the peer, and the suite plays the peers itself: no target of the toolkit is a Punch peer';
export const keptInside = 'logs, storage and keys inside the deployment cannot be observed';
