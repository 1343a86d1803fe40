import type {
  FrameChunk,
  FrameData,
  FrameSource,
  GrowingMovie,
  MovieProgress,
  StageInfo,
} from "../../src/simulation/frame-source.js";

/** A movie whose every value is a known function of stage, frame and place. */
export class SyntheticMovie implements FrameSource {
  readonly fps = 20;
  readonly pixelSizeUm = 1.655;
  readonly stages: readonly StageInfo[];
  readonly asked: [stage: string, from: number, to: number][] = [];
  delayMs = 0;
  /** What all frames wait for. */
  gate: Promise<unknown> = Promise.resolve();
  failure: string | null = null;

  constructor(
    readonly frameCount: number,
    readonly side: number,
    readonly offset = 0,
  ) {
    const shape = { height: side, width: side };
    this.stages = [
      { ...shape, name: "cells_only", dtype: "float32", unit: "a.u.", range: null },
      { ...shape, name: "sensor_16", dtype: "uint16", unit: "counts", range: [0, 1023] },
      { ...shape, name: "sensor", dtype: "uint8", unit: "counts", range: [0, 255] },
    ];
  }

  async frames(stage: string, from: number, to: number): Promise<FrameChunk> {
    this.asked.push([stage, from, to]);
    await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    await this.gate;
    if (this.failure) throw new Error(this.failure);
    if (from < 0 || to > this.frameCount || from >= to) throw new RangeError(`no frames ${from} to ${to}`);
    return { stage, from, to, height: this.side, width: this.side, data: this.#render(stage, from, to) };
  }

  /** One frame, for comparison. */
  frame(stage: string, t: number): FrameData {
    return this.#render(stage, t, t + 1);
  }

  #render(stage: string, from: number, to: number): FrameData {
    const size = this.side * this.side;
    const length = size * (to - from);
    const data: FrameData =
      stage === "cells_only"
        ? new Float32Array(length)
        : stage === "sensor_16"
          ? new Uint16Array(length)
          : new Uint8Array(length);
    for (let t = from; t < to; t++) this.#draw(stage, t, data.subarray((t - from) * size, (t - from + 1) * size));
    return data;
  }

  /** Discs that move on a smooth ground, with a little grain. */
  #draw(stage: string, t: number, out: FrameData): void {
    const { side } = this;
    const scale = { cells_only: 1 / 64, sensor_16: 4, sensor: 1 }[stage] ?? 1;
    const discs = Array.from({ length: 24 }, (_, i) => ({
      x: side * ((i * 0.37 + 0.001 * t) % 1),
      y: side * ((i * 0.61 + this.offset) % 1),
      light: 60 + 40 * Math.sin(i + t / 10),
    }));
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const grain = ((x * 7919 + y * 104729 + t * 1299709) >>> 0) % 17;
        out[y * side + x] = (20 + this.offset * 30 + (50 * y) / side + grain) * scale;
      }
    }
    const radius = Math.max(2, side / 60);
    for (const { x, y, light } of discs) {
      for (let dy = -Math.ceil(radius); dy <= radius; dy++) {
        for (let dx = -Math.ceil(radius); dx <= radius; dx++) {
          const [row, column] = [Math.round(y) + dy, Math.round(x) + dx];
          if (row < 0 || column < 0 || row >= side || column >= side || dx * dx + dy * dy > radius * radius) continue;
          out[row * side + column] += light * scale;
        }
      }
    }
  }
}

/** Such a movie while it is being made, as far and as fast as the test says. */
export class GrowingSyntheticMovie extends SyntheticMovie implements GrowingMovie {
  progress: MovieProgress = { framesDone: 0, state: "running", remaining_s: null, message: "" };
  readonly #listeners = new Set<() => void>();

  onProgress(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  grow(progress: Partial<MovieProgress>): void {
    this.progress = { ...this.progress, ...progress };
    for (const listener of this.#listeners) listener();
  }

  stop(): void {
    this.grow({ state: "stopped", remaining_s: null, message: "The run was stopped." });
  }

  override async frames(stage: string, from: number, to: number): Promise<FrameChunk> {
    if (to > this.progress.framesDone) throw new RangeError(`frame ${to} is not there yet`);
    return super.frames(stage, from, to);
  }
}
