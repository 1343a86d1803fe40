export { bleachPair } from "./bleaching";
export { blurAcross, blurDown, blurPatch } from "./blur";
export { runCalcium } from "./calcium";
export {
  addField,
  addFields,
  addFieldsAndMultiply,
  beginBands,
  multiplyField,
  multiplyFields,
  multiplyTwiceAndAdd,
} from "./fields";
export { foretell, packDifferences, restoreSamples, unpackDifferences } from "./lossless";
export { normals } from "./noise";
export { paintNeuron } from "./morphology";
export { streamNormals } from "./normals";
export { addPatches, addTiles } from "./patches";
export { philoxHeads } from "./philox";
export { quantise } from "./quantise";
export { warp, warpEdge } from "./warp";
