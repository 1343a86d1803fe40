import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Quantisation } from "../../src/compute/frame.js";
import type { FrameArray, FrameJob, FramePass, RenderPasses } from "../../src/compute/passes.js";
import { type LoosePatch, packPatches } from "../../src/compute/patches.js";
import { renderPlain } from "../../src/compute/plain-renderer.js";
import { SimdRenderer } from "../../src/compute/simd-renderer.js";
import { expectSameBits } from "../support/same-bits.js";

interface Size {
  readonly height: number;
  readonly width: number;
}

const simd = SimdRenderer.create()!;
const renderSimd: RenderPasses = (job, passes, out) => simd.render(job, passes, out);

const side = fc.oneof(fc.constantFrom(1, 2, 15, 16, 17, 32, 33), fc.integer({ min: 1, max: 70 }));
const size: fc.Arbitrary<Size> = fc.record({ height: side, width: side });

/** Numbers of all sizes and signs, zeros of both signs among them. */
const number = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e4, max: 1e4 }),
  fc.constantFrom(0, -0, 1e-42, 3e38, -3e38, 0.5),
);
const numbers = (length: number) =>
  fc
    .tuple(fc.array(number, { minLength: 1, maxLength: 12 }), fc.nat())
    .map(([few, seed]) => Float32Array.from({ length }, (_, i) => few[(i * 7919 + seed + (i >> 3)) % few.length]));

/** Weights of patches, at times with one that is not finite. */
const cellWeights = (length: number) =>
  fc
    .tuple(numbers(length), fc.oneof(fc.constant(-1), fc.nat(length)))
    .map(([weights, at]) => weights.map((weight, i) => (i === at ? Number.POSITIVE_INFINITY : weight)));

function patchesOn(canvas: Size): fc.Arbitrary<(LoosePatch | null)[]> {
  const patch = fc
    .tuple(fc.nat(canvas.height - 1), fc.nat(canvas.width - 1), side, side)
    .chain(([row, column, tall, wide]) => {
      const height = Math.min(tall, canvas.height - row);
      const width = Math.min(wide, canvas.width - column);
      return numbers(height * width).map((data) => ({ row, column, height, width, data }));
    });
  return fc.array(fc.option(patch, { freq: 8 }), { maxLength: 12 });
}

const sensor: fc.Arbitrary<Quantisation> = fc.record({
  electronsPerUnit: fc.constantFrom(0.3, 1, 70, 420.7),
  readNoiseE: fc.constantFrom(0, 2, 17.3),
  gainAduPerE: fc.constantFrom(0.1, 1, 3.7),
  maximum: fc.constantFrom(1, 2, 8, 12, 16, 20, 26).map((bits) => 2 ** bits - 1),
  k0: fc.integer(),
  k1: fc.integer(),
});

function joiningPass(grid: Size, frames: number): fc.Arbitrary<FramePass> {
  const pixels = grid.height * grid.width;
  const kind = fc.constantFrom("addField" as const, "multiplyField" as const);
  const stack = fc
    .integer({ min: 1, max: 4 })
    .chain((maps) => fc.tuple(kind, numbers(maps * pixels), numbers(maps * frames)))
    .map(([kind, field, weights]) => ({ do: kind, field, weights }));
  return fc.oneof(
    fc.tuple(kind, numbers(pixels)).map(([kind, field]) => ({ do: kind, field })),
    stack,
  );
}

interface Scene {
  readonly job: FrameJob;
  readonly passes: FramePass[];
}

/** A field of view that moves over the canvas, one without margins, and a canvas before it is cut to size. */
const kinds = fc.constantFrom("moving", "still", "canvas");

/** Any passes that fit together: cells and fields on the canvas in any order, motion or none, fields, a sensor or none. */
const scenesOf = (size: fc.Arbitrary<Size>): fc.Arbitrary<Scene> =>
  fc
    .tuple(size, fc.nat(9), fc.nat(9), fc.integer({ min: 1, max: 19 }), fc.nat(3), kinds)
    .chain(([fov, marginY, marginX, frames, from, kind]) => {
      const [top, left] = kind === "still" ? [0, 0] : [marginY, marginX];
      const canvas = { height: fov.height + 2 * top, width: fov.width + 2 * left };
      const onCanvas = fc.oneof(
        joiningPass(canvas, frames),
        patchesOn(canvas).chain((patches) =>
          cellWeights(frames * patches.length).map(
            (weights): FramePass => ({ do: "addPatches", patches: packPatches(patches), weights }),
          ),
        ),
      );
      const shift = (margin: number) =>
        fc.oneof(fc.double({ min: -margin, max: margin, noNaN: true }), fc.constantFrom(-margin, 0, margin));
      const shifts = fc
        .array(fc.tuple(shift(top), shift(left)), { minLength: frames, maxLength: frames })
        .map((values): FramePass => ({ do: "warp", shifts: Float64Array.from(values.flat()) }));
      const counts = sensor.map((quantisation): FramePass => ({ do: "quantise", ...quantisation }));
      return fc
        .tuple(
          fc.array(onCanvas, { maxLength: 4 }),
          kind === "moving" ? shifts.map((pass) => [pass]) : fc.constant([]),
          kind === "canvas" ? fc.constant([]) : fc.array(joiningPass(fov, frames), { maxLength: 3 }),
          kind === "canvas" ? fc.constant(null) : fc.option(counts),
        )
        .map(([before, motion, after, last]) => ({
          job: { canvas, fov, fovOffset: [top, left] as const, from, to: from + frames },
          passes: [...before, ...motion, ...after, ...(last ? [last] : [])],
        }));
    });

const scenes = scenesOf(size);

function outputOf({ canvas, fov, from, to }: FrameJob, passes: readonly FramePass[]): FrameArray {
  const grid = passes.some((pass) => pass.do === "warp") ? fov : canvas;
  const length = (to - from) * grid.height * grid.width;
  const last = passes.at(-1);
  if (last?.do !== "quantise") return new Float32Array(length).fill(7);
  if (last.maximum <= 255) return new Uint8Array(length).fill(7);
  return last.maximum <= 65535 ? new Uint16Array(length).fill(7) : new Float32Array(length).fill(7);
}

function rendered(render: RenderPasses, job: FrameJob, passes: readonly FramePass[]): FrameArray {
  const out = outputOf(job, passes);
  render(job, passes, out);
  return out;
}

/** Frames of a job, a few at a time. */
function renderedInChunks(job: FrameJob, passes: readonly FramePass[], chunk: number): FrameArray {
  const out = outputOf(job, passes);
  const frames = job.to - job.from;
  const pixels = out.length / frames;
  for (let i = 0; i < frames; i += chunk) {
    const end = Math.min(frames, i + chunk);
    const rows = <Values extends Float32Array | Float64Array>(values: Values) =>
      values.slice((i * values.length) / frames, (end * values.length) / frames);
    const own = passes.map((pass) => {
      if (pass.do === "warp") return { ...pass, shifts: rows(pass.shifts) };
      return "weights" in pass && pass.weights ? { ...pass, weights: rows(pass.weights) } : pass;
    }) as FramePass[];
    renderSimd({ ...job, from: job.from + i, to: job.from + end }, own, out.subarray(i * pixels, end * pixels));
  }
  return out;
}

describe("SIMD frames", () => {
  it("equal plain ones bit for bit, whatever the passes and the sizes", () => {
    fc.assert(
      fc.property(scenes, ({ job, passes }) => {
        expectSameBits(rendered(renderSimd, job, passes), rendered(renderPlain, job, passes));
      }),
      { numRuns: 300 },
    );
  });

  it("equal plain ones where fields are joined to the light at once", () => {
    const canvas = { height: 37, width: 29 };
    const job = { canvas, fov: canvas, fovOffset: [0, 0] as const, from: 3, to: 14 };
    const field = (seed: number, maps = 1) =>
      Float32Array.from({ length: maps * 37 * 29 }, (_, i) => Math.fround(((i * 7919 + seed) % 1009) / 700 - 0.5));
    const passes: FramePass[] = [
      { do: "addField", field: field(1, 3), weights: field(2).slice(0, 33) },
      { do: "multiplyField", field: field(3) },
      { do: "multiplyField", field: field(4) },
      { do: "multiplyField", field: field(5) },
      { do: "addField", field: field(6) },
      { do: "multiplyField", field: field(7) },
    ];
    for (let count = 1; count <= passes.length; count++) {
      const some = passes.slice(0, count);
      expectSameBits(rendered(renderSimd, job, some), rendered(renderPlain, job, some));
    }
  });

  it("do not depend on how many are rendered at a time", () => {
    fc.assert(
      fc.property(scenes, fc.integer({ min: 1, max: 11 }), ({ job, passes }, chunk) => {
        expectSameBits(renderedInChunks(job, passes, chunk), rendered(renderPlain, job, passes));
      }),
      { numRuns: 100 },
    );
  });

  it("are the same when passes are split anywhere", () => {
    fc.assert(
      fc.property(scenes, fc.nat(9), ({ job, passes }, at) => {
        const cut = passes.at(-1)?.do === "quantise" ? Math.min(at, passes.length - 1) : at;
        const [first, rest] = [passes.slice(0, cut), passes.slice(cut)];
        const moved = first.some((pass) => pass.do === "warp");
        const grid = moved ? job.fov : job.canvas;
        const light = new Float32Array((job.to - job.from) * grid.height * grid.width);
        renderSimd(job, first, light);
        const later = moved ? { ...job, canvas: job.fov, fovOffset: [0, 0] as const, light } : { ...job, light };
        const expected = rendered(renderPlain, job, passes);
        expectSameBits(rendered(renderSimd, later, rest), expected);
        expectSameBits(rendered(renderPlain, later, rest), expected);
      }),
      { numRuns: 100 },
    );
  });

  it("have no count of −0 where light is −0 and noise is 0 or −0", () => {
    const canvas = { height: 333, width: 607 };
    const job = { canvas, fov: canvas, fovOffset: [0, 0] as const, from: 0, to: 2 };
    const dark = new Float32Array(333 * 607).fill(-0);
    const counts = { electronsPerUnit: 0.3, readNoiseE: 0, gainAduPerE: 0.1, maximum: 1048575 };
    const passes: FramePass[] = [
      { do: "multiplyField", field: dark },
      { do: "quantise", ...counts, k0: -2147483636, k1: -3 },
    ];
    const light = new Float32Array(2 * 333 * 607).fill(1);
    for (const renderer of [renderSimd, renderPlain]) {
      expectSameBits(rendered(renderer, { ...job, light }, passes), new Float32Array(light.length));
    }
  });

  it("equal plain ones at 607 × 333", () => {
    fc.assert(
      fc.property(scenesOf(fc.constant({ height: 333, width: 607 })), ({ job, passes }) => {
        expectSameBits(rendered(renderSimd, job, passes), rendered(renderPlain, job, passes));
      }),
      { numRuns: 6 },
    );
  });
});

describe("a host without WebAssembly SIMD", () => {
  it("renders plainly, the same bits, and says so once", async () => {
    vi.resetModules();
    vi.doMock("../../src/compute/kernel-binary.js", () => ({ kernelBinary: btoa("no such instructions") }));
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { renderPasses } = await import("../../src/compute/renderer.js");
    const [{ job, passes }] = fc.sample(scenes, { seed: 5, numRuns: 1 });
    for (let i = 0; i < 3; i++) {
      expectSameBits(rendered(renderPasses, job, passes), rendered(renderSimd, job, passes));
    }
    expect(warn.mock.calls).toEqual([[expect.stringContaining("WebAssembly SIMD is not available")]]);
    vi.doUnmock("../../src/compute/kernel-binary.js");
    warn.mockRestore();
  });
});
