import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { setKernelHost } from "../../src/kernel/host.js";
import type { Scene } from "../../src/simulation/scene.js";
import { HistogramView } from "../../src/widgets/histogram-view.js";
import { MoviePlayer } from "../../src/widgets/movie-player.js";
import { sandbox } from "../../src/widgets/sandbox.js";
import { SideView } from "../../src/widgets/side-view.js";
import { plainSteps, smallAcquisition } from "../simulation/small-spec.js";
import { MemoryHost } from "./memory-host.js";

let host: MemoryHost;
beforeEach(() => {
  host = MemoryHost.install();
});
afterEach(() => {
  setKernelHost(undefined);
  vi.restoreAllMocks();
});

/** A clock that only what is slow takes forward. */
let now = 0;

/** A figure that takes 20 ms. */
function slowly() {
  now += 20;
  return { x: { title: "x" }, y: "n", values: { n: [1, 2] } };
}

it("a sandbox sends the movie's frame before what took long to compute, and after what did not", async () => {
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const names = new Map<string | undefined, string>();
  const views = (scene: Scene) => {
    const [slow, player, side] = [new HistogramView(scene, slowly), new MoviePlayer(scene), new SideView(scene)];
    names.set(slow.modelId, "slow").set(player.modelId, "movie").set(side.modelId, "quick");
    return [slow, player, side] as const;
  };
  const controls = { "acquisition.optics.na": { label: "NA", min: 0.1, max: 0.8, step: 0.01 } };
  const box = await sandbox({ acquisition: smallAcquisition, seed: 7, steps: plainSteps }, { controls, views });
  const idOf = (name: string) => [...names].find(([, other]) => other === name)?.[0];
  const slider = host.take().find(({ data }) => JSON.stringify(data).includes('"description":"NA"'))?.commId;
  const request = { type: "request", client: "p", generation: 0, stage: "sensor", received: 0, chunks: [[0, 1]] };
  host.deliver(idOf("movie"), { method: "custom", content: request });
  await expect.poll(() => host.take().length).toBe(1);
  const orders: string[][] = [];
  for (const value of [0.35, 0.4]) {
    host.deliver(slider, { method: "update", state: { value }, buffer_paths: [] });
    await box.settled();
    await expect.poll(() => host.sent.filter(({ data }) => data.method === "custom").length).toBe(1);
    const sent = host.take().filter(({ commId }) => names.has(commId));
    orders.push(sent.map(({ commId, data }) => `${names.get(commId)}${data.method === "custom" ? ": frame" : ""}`));
  }
  // The first move tells what takes long.
  expect(orders[0].toSorted()).toEqual(["movie", "movie: frame", "quick", "slow"]);
  expect(orders[1]).toEqual(["movie", "quick", "movie: frame", "slow"]);
});

it("a sandbox says what the model warns of once a control has brought it about", async () => {
  const spec = (depth: number) => {
    const acquisition = { ...smallAcquisition, focal_depth_in_tissue_um: depth };
    return { acquisition, seed: 7, steps: plainSteps };
  };
  const controls = { depth: { label: "focal depth", min: 0, max: 900, step: 1, value: 800 } };
  const box = await sandbox(({ depth }) => spec(depth), { controls, views: (scene) => [new SideView(scene)] });
  const made = host.take();
  const slider = made.find(({ data }) => JSON.stringify(data).includes('"description":"focal depth"'))?.commId;
  expect(box.scene.warnings.join()).toContain("is 800, outside");
  expect(JSON.stringify(made)).not.toContain("is 800, outside");
  host.deliver(slider, { method: "update", state: { value: 700 }, buffer_paths: [] });
  await box.settled();
  expect(JSON.stringify(host.take())).toContain("is 700, outside");
});
