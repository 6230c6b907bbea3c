/** One recipe a structure, one line a recipe. */

import { answerRecipe } from './openhost_answer.js';
import { answerBlobRecipe } from './openhost_answer_blob.js';
import { bindingRecipe } from './openhost_binding.js';
import { compressionRecipe } from './openhost_compression.js';
import { evictionRecipe } from './openhost_eviction.js';
import { fragmentRecipe } from './openhost_fragment.js';
import { frameRecipe } from './openhost_frame.js';
import { identityRecipe } from './openhost_identity.js';
import { labelRecipe } from './openhost_label.js';
import { offerRecipe } from './openhost_offer.js';
import { offerBlobRecipe } from './openhost_offer_blob.js';
import { packetRecipe } from './openhost_packet.js';
import { reassemblyRecipe } from './openhost_reassembly.js';
import { recordRecipe } from './openhost_record.js';
import { sdpRecipe } from './openhost_sdp.js';
import { sealedBoxRecipe } from './openhost_sealed_box.js';
import { tokenRecipe } from './punch_token.js';
import type { Recipe } from './recipe.js';
import { allowListRecipe, mappingRecipe, portSpecRecipe } from './tunnel_grammar.js';
import { keyFileRecipe, publicKeyRecipe } from './tunnel_keys.js';
import { flowRecipe, packetBackRecipe, packetOutRecipe, streamHeaderRecipe } from './tunnel_wire.js';

export const recipes: readonly Recipe[] = [
  answerBlobRecipe,
  frameRecipe,
  offerBlobRecipe,
  compressionRecipe,
  evictionRecipe,
  fragmentRecipe,
  reassemblyRecipe,
  offerRecipe,
  answerRecipe,
  sdpRecipe,
  bindingRecipe,
  identityRecipe,
  labelRecipe,
  packetRecipe,
  recordRecipe,
  sealedBoxRecipe,
  tokenRecipe,
  streamHeaderRecipe,
  packetOutRecipe,
  packetBackRecipe,
  flowRecipe,
  keyFileRecipe,
  publicKeyRecipe,
  portSpecRecipe,
  mappingRecipe,
  allowListRecipe,
];
