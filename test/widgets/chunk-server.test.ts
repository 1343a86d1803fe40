import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { FrameChunk, FrameSource } from "../../src/simulation/frame-source.js";
import { ChunkServer } from "../../src/widgets/chunk-server.js";
import type { ChunkAnswer, ChunkRequest } from "../../src/widgets/traits/movie-messages.js";

/** A source whose frames come when the test says so. */
class SlowSource implements FrameSource {
  readonly frameCount = 100;
  readonly fps = 20;
  readonly pixelSizeUm = null;
  readonly stages = [{ name: "sensor", height: 1, width: 1, dtype: "uint8", unit: "counts", range: null }] as const;
  readonly asked: [from: number, to: number][] = [];
  readonly #waiting: (() => void)[] = [];

  async frames(stage: string, from: number, to: number, options: { signal?: AbortSignal } = {}): Promise<FrameChunk> {
    this.asked.push([from, to]);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    options.signal?.throwIfAborted();
    if (to > this.frameCount) throw new RangeError(`the movie has ${this.frameCount} frames`);
    const data = Uint8Array.from({ length: to - from }, (_, i) => from + i);
    return { stage, from, to, height: 1, width: 1, data };
  }

  async finish(): Promise<void> {
    this.#waiting.shift()?.();
    await setImmediate();
  }
}

function serve() {
  const source = new SlowSource();
  const answers: (ChunkAnswer & { data?: number[] })[] = [];
  const server = new ChunkServer(source, 0, (answer, buffers = []) => {
    const [buffer] = buffers;
    answers.push({ ...answer, ...(buffer instanceof Uint8Array ? { data: [...buffer] } : {}) });
  });
  const ask = (chunks: ChunkRequest["chunks"], more: Partial<ChunkRequest> = {}) =>
    server.receive({ type: "request", client: "a", generation: 0, stage: "sensor", received: 0, chunks, ...more });
  return { source, answers, server, ask };
}

describe("ChunkServer", () => {
  it("answers with the frames, one chunk after another, to the page that asked", async () => {
    const { source, answers, ask } = serve();
    ask([
      [0, 2],
      [2, 4],
    ]);
    expect(source.asked).toEqual([[0, 2]]);
    await source.finish();
    await source.finish();
    expect(answers.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [2, 4],
    ]);
    expect(answers[1]).toMatchObject({ type: "chunk", client: "a", stage: "sensor", dtype: "uint8", ordinal: 2 });
    expect(answers[1].data).toEqual([2, 3]);
  });

  it("renders the next chunk while one is made small, and sends them in their order", async () => {
    const { source, answers, ask } = serve();
    ask([
      [0, 2, "half"],
      [2, 4],
    ]);
    await source.finish();
    expect(source.asked).toEqual([
      [0, 2],
      [2, 4],
    ]);
    expect(answers).toEqual([]);
    await source.finish();
    await expect.poll(() => answers.length).toBe(2);
    expect(answers).toMatchObject([
      { from: 0, ordinal: 1, form: { coding: "half", black: 0, white: 1 } },
      { from: 2, ordinal: 2, form: { coding: "raw" }, data: [2, 3] },
    ]);
  });

  it("has no more than four chunks on their way, and goes on as they arrive", async () => {
    const { source, answers, ask } = serve();
    ask([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    for (let i = 0; i < 4; i++) await source.finish();
    ask([
      [4, 5],
      [5, 6],
    ]);
    await source.finish();
    expect(answers).toHaveLength(4);
    ask(
      [
        [4, 5],
        [5, 6],
      ],
      { received: 1 },
    );
    await source.finish();
    await source.finish();
    expect(answers.map(({ from }) => from)).toEqual([0, 1, 2, 3, 4]);
  });

  it("does not send again what is on its way", async () => {
    const { source, answers, ask } = serve();
    ask([
      [0, 8],
      [8, 16],
    ]);
    await source.finish();
    ask([
      [0, 8],
      [8, 16],
      [16, 24],
    ]);
    await source.finish();
    await source.finish();
    expect(answers.map(({ from }) => from)).toEqual([0, 8, 16]);
  });

  it("drops what the page no longer wants", async () => {
    const { source, answers, ask } = serve();
    ask([
      [0, 8],
      [8, 16],
    ]);
    ask([[50, 51]]);
    await source.finish();
    await source.finish();
    expect(answers.map(({ from }) => from)).toEqual([50]);
    expect(source.asked).toEqual([
      [0, 8],
      [50, 51],
    ]);
  });

  it("answers the newest source only", async () => {
    const { source, answers, server, ask } = serve();
    ask([[0, 8]]);
    const next = new SlowSource();
    await server.replace(next, 1, null);
    ask([[0, 8]]);
    await source.finish();
    ask([[0, 8]], { generation: 1 });
    await next.finish();
    expect(answers).toMatchObject([{ generation: 1, from: 0 }]);
    expect(source.asked).toHaveLength(1);
  });

  it("sends the frame on show of a new source to the pages that look, before they ask for it and not again then", async () => {
    const { source, answers, server, ask } = serve();
    ask([[3, 4]]);
    await source.finish();
    const next = new SlowSource();
    const sent = server.replace(next, 1, { stage: "sensor", frame: 7 }).then(() => answers.length);
    await next.finish();
    expect(await sent).toBe(2);
    ask([[7, 8]], { generation: 1, received: 1 });
    expect(answers).toMatchObject([{ from: 3 }, { type: "chunk", client: "a", generation: 1, from: 7, ordinal: 2 }]);
    expect(next.asked).toEqual([[7, 8]]);
  });

  it("serves pages independently", async () => {
    const { source, answers, ask } = serve();
    ask([[0, 1]]);
    ask([[5, 6]], { client: "b" });
    await source.finish();
    await source.finish();
    expect(answers.map(({ client, from }) => [client, from])).toEqual([
      ["a", 0],
      ["b", 5],
    ]);
    expect(answers.map((answer) => answer.type === "chunk" && answer.ordinal)).toEqual([1, 1]);
  });

  it("reports why there are no frames, and answers again when asked again", async () => {
    const { source, answers, ask } = serve();
    ask([[90, 101]]);
    await source.finish();
    expect(answers).toMatchObject([{ type: "error", from: 90, message: "the movie has 100 frames" }]);
    ask([[90, 100]]);
    await source.finish();
    expect(answers[1]).toMatchObject({ type: "chunk", to: 100 });
  });

  it("ignores what is no request", async () => {
    const { source, server } = serve();
    for (const message of [null, "request", { type: "request" }, { type: "other" }]) server.receive(message);
    server.receive({ type: "request", client: "a", generation: 0, stage: "s", received: -1, chunks: [] });
    expect(source.asked).toEqual([]);
  });
});
