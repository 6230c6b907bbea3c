import { atBorder } from '../border.js';
import type { Structure } from '../structure.js';
import { answerStructure } from './answer.structure.js';
import { answerBlobStructure } from './answer_blob.structure.js';
import { bindingStructure } from './binding.structure.js';
import { compressionStructure } from './compression.structure.js';
import { evictionStructure } from './eviction.structure.js';
import { fragmentStructure } from './fragment.structure.js';
import { frameStructure } from './frame.structure.js';
import { identityStructure } from './identity.structure.js';
import { labelStructure } from './label.structure.js';
import { offerStructure } from './offer.structure.js';
import { offerBlobStructure } from './offer_blob.structure.js';
import { packetStructure } from './packet.structure.js';
import { reassemblyStructure } from './reassembly.structure.js';
import { recordStructure } from './record.structure.js';
import { sdpStructure } from './sdp.structure.js';
import { sealedBoxStructure } from './sealed_box.structure.js';

export const openhostStructures: readonly Structure[] = /* @__PURE__ */ [
  answerBlobStructure,
  answerStructure,
  bindingStructure,
  compressionStructure,
  evictionStructure,
  fragmentStructure,
  frameStructure,
  identityStructure,
  labelStructure,
  offerBlobStructure,
  offerStructure,
  packetStructure,
  reassemblyStructure,
  recordStructure,
  sdpStructure,
  sealedBoxStructure,
].map(atBorder);
