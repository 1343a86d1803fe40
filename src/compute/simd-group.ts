import { rowStride } from "./kernel-blocks.js";
import type { KernelMemory } from "./kernel-memory.js";
import type { Kernels } from "./kernels.js";
import { headStride, noiseKey } from "./noise-heads.js";
import { type FrameArray, type FrameJob, type FramePass, frameRow } from "./passes.js";
import { tileBlock, WEIGHT_FRAMES } from "./patch-tiles.js";
import { BAND, type ScratchLayout } from "./simd-layout.js";
import { splitPosition } from "./warp.js";

const fround = Math.fround;

/** Where a frame's light is while a band of it is worked on. */
interface Span {
  address: number;
  firstRow: number;
  rows: number;
}

/** Where the field of view lies on the canvas in a frame, and the first of its rows that is still to come. */
interface Window {
  readonly top: number;
  readonly left: number;
  readonly shareY: number;
  readonly shareX: number;
  nextRow: number;
}

type Pass<Kind extends FramePass["do"]> = FramePass & { readonly do: Kind };
type FieldPass = Pass<"addField" | "multiplyField">;

/** How many passes from the `i`-th on are joined to the light as it is read and written once. */
function joinedAtOnce(passes: readonly FramePass[], i: number): number {
  const isField = (k: number, what: FieldPass["do"]) => {
    const pass = passes[k];
    return pass?.do === what && !pass.weights;
  };
  const pass = passes[i];
  if (pass.do === "addField" && pass.weights && isField(i + 1, "multiplyField")) return 2;
  return isField(i, "multiplyField") && isField(i + 1, "multiplyField") && isField(i + 2, "addField") ? 3 : 1;
}

/** A few frames of a chunk, rendered side by side: all passes on a band of rows before the next band. */
export class SimdGroup {
  readonly #spans: Span[] = [];
  readonly #windows: Window[] | null;
  readonly #atOnce: readonly number[];
  #grid: { readonly height: number; readonly width: number };

  /** Frames `first` … `first + count` − 1 of the job, counted from its first one. */
  constructor(
    readonly kernels: Kernels,
    readonly memory: KernelMemory,
    readonly scratch: number,
    readonly layout: ScratchLayout,
    readonly job: FrameJob,
    readonly passes: readonly FramePass[],
    /** Passes whose patches must not be widened by zeros. */
    readonly exact: ReadonlySet<FramePass>,
    readonly first: number,
    readonly count: number,
    readonly out: FrameArray,
  ) {
    const warp = passes.find((pass) => pass.do === "warp");
    this.#atOnce = passes.map((_, i) => joinedAtOnce(passes, i));
    this.#windows = warp ? this.#windowsOf(warp) : null;
    this.#grid = job.canvas;
  }

  render(): void {
    const { canvas, fov } = this.job;
    this.#loadWeights();
    const tops = this.#windows?.map(({ top }) => top);
    // Patches are added to two rows at a time, from an even one on.
    const firstRow = tops ? Math.min(...tops) & ~1 : 0;
    const endRow = tops ? Math.min(canvas.height, Math.max(...tops) + fov.height + 1) : canvas.height;
    for (let row = firstRow; row < endRow; row += BAND) this.#renderBand(row, Math.min(BAND, endRow - row));
  }

  #windowsOf({ shifts }: Pass<"warp">): Window[] {
    const { fovOffset, from, to } = this.job;
    return Array.from({ length: this.count }, (_, i) => {
      const [dy, dx] = frameRow(shifts, this.first + i, to - from);
      const [top, shareY] = splitPosition(fovOffset[0] - dy);
      const [left, shareX] = splitPosition(fovOffset[1] - dx);
      return { top, left, shareY, shareX, nextRow: 0 };
    });
  }

  #loadWeights(): void {
    const frames = this.job.to - this.job.from;
    this.passes.forEach((pass, i) => {
      if (!("weights" in pass) || !pass.weights) return;
      const width = pass.weights.length / frames;
      const rows = pass.weights.subarray(this.first * width, (this.first + this.count) * width);
      const start = (this.scratch + this.layout.weights[i]) / 4;
      if (pass.do === "addPatches") this.#loadPatchWeights(rows, width, start);
      else this.memory.floats.set(rows, start);
    });
  }

  /** Kernels read the weights of a patch in all frames side by side; frames that are not there have none. */
  #loadPatchWeights(rows: Float32Array, patches: number, start: number): void {
    const { floats } = this.memory;
    for (let patch = 0; patch < patches; patch++) {
      const at = start + patch * WEIGHT_FRAMES;
      for (let i = 0; i < WEIGHT_FRAMES; i++) floats[at + i] = i < this.count ? rows[i * patches + patch] : 0;
    }
  }

  #renderBand(firstRow: number, rows: number): void {
    this.#grid = this.job.canvas;
    this.#begin(firstRow, rows);
    for (let i = 0; i < this.passes.length; i += this.#atOnce[i]) {
      const pass = this.passes[i];
      const weights = this.scratch + this.layout.weights[i];
      if (pass.do === "addPatches") this.#addPatches(pass, weights);
      if (pass.do === "addField" || pass.do === "multiplyField")
        this.#joinFields(pass, weights, this.passes.slice(i + 1, i + this.#atOnce[i]));
      if (pass.do === "warp") this.#warp(firstRow, rows);
      if (pass.do === "quantise") this.#quantise(pass);
    }
    if (this.passes.at(-1)?.do !== "quantise") this.#copyLight();
  }

  /** Begins a band; the last row of the one before stays in front of it. */
  #begin(firstRow: number, rows: number): void {
    const { light, canvas } = this.job;
    const { bandSize } = this.layout;
    const stride = rowStride(canvas.width);
    const bands = this.scratch + this.layout.bands;
    this.kernels.beginBands(bands, bandSize, this.count, stride, BAND, light ? 0 : rows);
    for (let i = 0; i < this.count; i++) {
      const address = bands + i * bandSize + stride;
      if (light) this.#loadLight(light, i, firstRow, rows, address);
      this.#spans[i] = { address, firstRow, rows };
    }
  }

  #loadLight(light: Float32Array, frame: number, firstRow: number, rows: number, address: number): void {
    const { width } = this.job.canvas;
    const step = rowStride(width) / 4;
    const from = this.#placeOf(frame, firstRow);
    for (let y = 0; y < rows; y++) {
      const row = light.subarray(from + y * width, from + (y + 1) * width);
      this.memory.floats.set(row, address / 4 + y * step);
    }
  }

  #addPatches(pass: Pass<"addPatches">, weights: number): void {
    const { kernels, memory, layout, count } = this;
    const { address, firstRow, rows } = this.#spans[0];
    const { width } = this.#grid;
    const stride = rowStride(width);
    if (this.exact.has(pass)) {
      const patches = memory.address(pass.patches);
      const endRow = firstRow + rows;
      kernels.addPatches(
        patches,
        pass.patches.count,
        weights,
        address,
        stride,
        layout.bandSize,
        firstRow,
        endRow,
        count,
      );
      return;
    }
    const pairs = memory.address(tileBlock(pass.patches, this.#grid).key) + 2 * firstRow;
    const strips = Math.ceil(width / 4);
    kernels.addTiles(pairs, Math.ceil(rows / 2), strips, weights, address, stride, layout.bandSize, count);
  }

  /** Joins a field to the light, and those `after` it that its kernel takes too. */
  #joinFields(pass: FieldPass, weights: number, after: readonly FramePass[]): void {
    const { kernels, memory } = this;
    const stride = rowStride(this.#grid.width);
    const mapSize = this.#grid.height * stride;
    const maps = pass.weights ? pass.weights.length / (this.job.to - this.job.from) : 0;
    const add = pass.do === "addField";
    const one = add ? kernels.addField : kernels.multiplyField;
    const several = add ? kernels.addFields : kernels.multiplyFields;
    const first = memory.address(pass.field);
    const [second = 0, third = 0] = after.map((next) => ("field" in next ? memory.address(next.field) : 0));
    this.#spans.forEach(({ address, firstRow, rows }, i) => {
      const from = firstRow * stride;
      const size = rows * stride;
      const weight = weights + 4 * maps * i;
      if (after.length === 2) kernels.multiplyTwiceAndAdd(address, first + from, second + from, third + from, size);
      else if (after.length === 1)
        kernels.addFieldsAndMultiply(address, first + from, mapSize, weight, maps, size, second + from);
      else if (pass.weights) several(address, first + from, mapSize, weight, maps, size);
      else one(address, first + from, size);
    });
  }

  /** Interpolates the rows of the field of view whose neighbours on the canvas are both in the band by now. */
  #warp(firstRow: number, rows: number): void {
    const { canvas, fov } = this.job;
    const stride = rowStride(canvas.width);
    const outStride = rowStride(fov.width);
    const lastBand = firstRow + rows === canvas.height;
    this.#spans.forEach((span, i) => {
      const window = this.#windows![i];
      const { top, left, shareY, shareX, nextRow } = window;
      const end = lastBand ? fov.height : Math.max(nextRow, Math.min(fov.height, firstRow + rows - 1 - top));
      const light = span.address + (top + nextRow - firstRow) * stride + left * 4;
      const last = span.address + (rows - 1) * stride + left * 4;
      const out = this.scratch + this.layout.fovBands + i * this.layout.fovBandSize;
      const count = end - nextRow;
      this.#spans[i] = { address: out, firstRow: nextRow, rows: count };
      window.nextRow = end;
      if (count === 0) return;
      this.kernels.warp(light, stride, last, out, outStride, count, fov.width, shareX, shareY);
      if (left + fov.width === canvas.width) {
        const edge = 4 * (fov.width - 1);
        this.kernels.warpEdge(light + edge, stride, last + edge, out + edge, outStride, count, shareX, shareY);
      }
    });
    this.#grid = fov;
  }

  #quantise({ electronsPerUnit, readNoiseE, gainAduPerE, maximum, k0, k1 }: Pass<"quantise">): void {
    const { width } = this.#grid;
    const heads = this.memory.address(noiseKey(this.#grid, { k0, k1 }));
    const counts = this.scratch + this.layout.counts;
    const bytes = this.out.BYTES_PER_ELEMENT;
    const View = this.out.constructor as new (buffer: ArrayBufferLike, at: number, length: number) => FrameArray;
    this.#spans.forEach(({ address, firstRow, rows }, i) => {
      this.kernels.quantise(
        address,
        rowStride(width),
        counts,
        bytes,
        this.scratch,
        heads + firstRow * headStride(width),
        rows,
        width,
        this.job.from + this.first + i,
        electronsPerUnit,
        fround(readNoiseE * readNoiseE),
        gainAduPerE,
        maximum,
        k0,
        k1,
      );
      this.out.set(new View(this.memory.buffer, counts, rows * width), this.#placeOf(i, firstRow));
    });
  }

  #copyLight(): void {
    const { width } = this.#grid;
    const { floats } = this.memory;
    const step = rowStride(width) / 4;
    this.#spans.forEach(({ address, firstRow, rows }, i) => {
      if (step === width) {
        this.out.set(floats.subarray(address / 4, address / 4 + rows * width), this.#placeOf(i, firstRow));
        return;
      }
      for (let y = 0; y < rows; y++) {
        const from = address / 4 + y * step;
        this.out.set(floats.subarray(from, from + width), this.#placeOf(i, firstRow + y));
      }
    });
  }

  /** Index of the first pixel of a row of one of the group's frames in the output. */
  #placeOf(frame: number, row: number): number {
    return ((this.first + frame) * this.#grid.height + row) * this.#grid.width;
  }
}
