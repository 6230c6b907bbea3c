/** One recipe a structure, one line a recipe. */

import { answerRecipe } from './openhost/answer.js';
import { answerBlobRecipe } from './openhost/answer_blob.js';
import { bindingRecipe } from './openhost/binding.js';
import { compressionRecipe } from './openhost/compression.js';
import { evictionRecipe } from './openhost/eviction.js';
import { fragmentRecipe } from './openhost/fragment.js';
import { frameRecipe } from './openhost/frame.js';
import { identityRecipe } from './openhost/identity.js';
import { labelRecipe } from './openhost/label.js';
import { offerRecipe } from './openhost/offer.js';
import { offerBlobRecipe } from './openhost/offer_blob.js';
import { packetRecipe } from './openhost/packet.js';
import { reassemblyRecipe } from './openhost/reassembly.js';
import { recordRecipe } from './openhost/record.js';
import { sdpRecipe } from './openhost/sdp.js';
import { sealedBoxRecipe } from './openhost/sealed_box.js';
import { tokenRecipe } from './punch/token.js';
import type { Recipe } from './recipe.js';
import { allowListRecipe } from './tunnel/allow_list.js';
import { keyFileRecipe, publicKeyRecipe } from './tunnel/keys.js';
import { mappingRecipe } from './tunnel/mapping.js';
import { portSpecRecipe } from './tunnel/port_spec.js';
import { flowRecipe, packetBackRecipe, packetOutRecipe, streamHeaderRecipe } from './tunnel/wire.js';

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
