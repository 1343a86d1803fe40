export { bleachPair } from "./bleaching";
export { blurAcross, blurDown, blurPatch } from "./blur";
export { runCalcium } from "./calcium";
export { addField, addFields, beginBands, multiplyField, multiplyFields } from "./fields";
export { foretell, packDifferences, restoreSamples, unpackDifferences } from "./lossless";
export { normals } from "./noise";
export { addPatches, addTiles } from "./patches";
export { quantise } from "./quantise";
export { warp, warpEdge } from "./warp";
