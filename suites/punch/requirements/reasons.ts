/** Why some clauses have no case: said once here, because several clauses share a reason. */
export const bindsPeer =
  'binds the peer, and no target of the toolkit is a Punch peer: the suite plays the peers itself';
export const keptInside = 'what happens inside the deployment (logs, storage, key keeping) is out of sight';
