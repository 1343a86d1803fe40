import { canShare } from "../physics/shared-arrays.js";
import { kernelBinary, sharedKernelBinary } from "./kernel-binary.js";
import { type KernelMemory, OwnMemory } from "./kernel-memory.js";

type Address = number;

/** What src/compute/assembly exports; the comments there say what each kernel does. */
export interface Kernels {
  normals(out: Address, blocks: number, c0: number, c1: number, c2: number, k0: number, k1: number): void;
  philoxHeads(out: Address, blocks: number, k0: number, k1: number): void;
  streamNormals(
    out: Address,
    count: number,
    block: number,
    skipped: number,
    entity: number,
    k0: number,
    k1: number,
    words: Address,
  ): void;
  paintNeuron(cell: Address, out: Address): number;
  addPatches(
    patches: Address,
    count: number,
    weights: Address,
    light: Address,
    stride: number,
    frameSize: number,
    firstRow: number,
    endRow: number,
    frames: number,
  ): void;
  addTiles(
    pairs: Address,
    pairCount: number,
    strips: number,
    weights: Address,
    light: Address,
    stride: number,
    frameSize: number,
    frames: number,
  ): void;
  beginBands(bands: Address, bandSize: number, frames: number, stride: number, height: number, rows: number): void;
  addField(light: Address, field: Address, size: number): void;
  multiplyField: Kernels["addField"];
  addFields(light: Address, maps: Address, mapSize: number, weights: Address, count: number, size: number): void;
  multiplyFields: Kernels["addFields"];
  multiplyTwiceAndAdd(light: Address, first: Address, second: Address, third: Address, size: number): void;
  addFieldsAndMultiply(
    light: Address,
    maps: Address,
    mapSize: number,
    weights: Address,
    count: number,
    size: number,
    factor: Address,
  ): void;
  warp(
    light: Address,
    stride: number,
    last: Address,
    out: Address,
    outStride: number,
    rows: number,
    width: number,
    alongX: number,
    alongY: number,
  ): void;
  warpEdge(
    light: Address,
    stride: number,
    last: Address,
    out: Address,
    outStride: number,
    rows: number,
    shareX: number,
    shareY: number,
  ): void;
  blurPatch(
    patch: Address,
    height: number,
    width: number,
    taps: Address,
    radius: number,
    up: number,
    left: number,
    line: Address,
    across: Address,
    out: Address,
    outHeight: number,
    outWidth: number,
  ): void;
  blurAcross(rows: Address, height: number, width: number, taps: Address, radius: number, out: Address): void;
  blurDown: Kernels["blurAcross"];
  runCalcium(cell: Address, frames: number, calcium: Address, spikes: Address): void;
  bleachPair(
    traces: Address,
    excitation: Address,
    frames: number,
    renewal: number,
    lossesPerUnit: Address,
    levels: Address,
    out: Address,
  ): number;
  quantise(
    light: Address,
    stride: number,
    out: Address,
    countBytes: number,
    words: Address,
    heads: Address,
    rows: number,
    width: number,
    frame: number,
    electronsPerUnit: number,
    readNoiseVariance: number,
    gainAduPerE: number,
    maximumCount: number,
    k0: number,
    k1: number,
  ): void;
  foretell(
    samples: Address,
    sampleBytes: number,
    height: number,
    width: number,
    first: number,
    wa: number,
    wb: number,
    wc: number,
    shift: number,
    out: Address,
    frequencies: Address,
  ): void;
  packDifferences(differences: Address, count: number, codes: Address, lengths: Address, out: Address): number;
  unpackDifferences(input: Address, bytes: number, table: Address, bits: number, out: Address, count: number): number;
  restoreSamples(
    differences: Address,
    sampleBytes: number,
    height: number,
    width: number,
    first: number,
    wa: number,
    wb: number,
    wc: number,
    shift: number,
    out: Address,
  ): void;
}

/** Bytes of the words of a stream, as ./assembly/words.ts has them. */
export const WORDS_BYTES = 16 + 128;

const compiled = new Map<string, WebAssembly.Module | null>();

/** The bytes of base64 text: by a plain loop, for a callback a byte takes each thread 7 ms as it starts. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

function compileKernels(binary: string): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(bytesOf(binary));
  } catch {
    console.warn("WebAssembly SIMD is not available here: frames are computed without it, slower and with equal bits.");
    return null;
  }
}

let scratch: { readonly memory: KernelMemory; readonly kernels: Kernels } | null | undefined;

/** The kernels over a memory for what is put in, computed and taken out at once; null without WebAssembly SIMD. */
export function scratchKernels() {
  if (scratch === undefined) {
    const memory = new OwnMemory();
    const kernels = instantiateKernels(memory.wasm);
    scratch = kernels && { memory, kernels };
  }
  return scratch;
}

/** The kernels over a memory; null on a host without WebAssembly SIMD, which is told once. */
export function instantiateKernels(memory: WebAssembly.Memory): Kernels | null {
  const binary = canShare && memory.buffer instanceof SharedArrayBuffer ? sharedKernelBinary : kernelBinary;
  const module = compiled.get(binary) ?? (compiled.has(binary) ? null : compileKernels(binary));
  compiled.set(binary, module);
  return module && (new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels);
}
