import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setKernelHost } from "../../src/kernel/host.js";
import { loadRecording } from "../../src/recording/load-recording.js";
import { simulate } from "../../src/recording/recording.js";
import { plan } from "../../src/simulation/scene.js";
import { Button, Checkbox, type HBox, Label, Text, ToggleButton, type VBox } from "../../src/widgets/controls/index.js";
import { FootprintView } from "../../src/widgets/footprint-view.js";
import { MoviePlayer } from "../../src/widgets/movie-player.js";
import { liveCard } from "../../src/widgets/recording-card.js";
import { motionFacts, motionPicture } from "../../src/widgets/rich/motion-picture.js";
import { SideView } from "../../src/widgets/side-view.js";
import { allSteps, smallSpec } from "../simulation/small-spec.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { MemoryHost } from "./memory-host.js";

let host: MemoryHost;
beforeEach(() => {
  host = MemoryHost.install();
});
afterEach(() => setKernelHost(undefined));

const press = (button: Button) => host.deliver(button.modelId, { method: "custom", content: { event: "click" } });

/** The widgets of a box by their words. */
function named(box: HBox | VBox, words: string): Button | ToggleButton {
  const found = box.children.find(
    (child) => (child instanceof Button || child instanceof ToggleButton) && child.description === words,
  );
  if (found instanceof Button || found instanceof ToggleButton) return found;
  throw new Error(`no button ${words}`);
}

describe("the card of a movie", () => {
  it("plays it, and shows its cells when asked", async () => {
    const scene = await plan(smallSpec(allSteps));
    const player = new MoviePlayer(scene);
    const box = liveCard(scene, "<p>card</p>", player);
    const buttons = box.children[1] as HBox;
    const play = named(buttons, "Play") as Button;
    press(play);
    expect([player.playing, play.description]).toEqual([true, "Pause"]);
    press(play);
    expect([player.playing, play.description]).toEqual([false, "Play"]);
    expect(box.children).toHaveLength(3);
    const cells = named(buttons, "Cells") as ToggleButton;
    cells.value = true;
    const [above, side] = (box.children[3] as VBox).children;
    expect([above instanceof FootprintView, side instanceof SideView]).toEqual([true, true]);
    cells.value = false;
    expect(box.children.slice(1)).toEqual([buttons, player]);
    expect(() => named(buttons, "Save…")).toThrow();
  });

  it("saves a recording where it is told, and says why it cannot", async () => {
    const recording = await simulate(smallSpec(allSteps), { workers: 1 });
    const box = liveCard(recording, "<p>card</p>", new MoviePlayer(recording));
    (named(box.children[1] as HBox, "Save…") as ToggleButton).value = true;
    const row = box.children[2] as HBox;
    const path = row.children.find((child) => child instanceof Text);
    const overwrite = row.children.find((child) => child instanceof Checkbox);
    const said = row.children.find((child) => child instanceof Label);
    if (!path || !overwrite || !said) throw new Error("a field is missing");
    const save = named(row, "Save") as Button;
    const folder = join(temporaryFolder(), "a.zarr");
    path.value = folder;
    press(save);
    await expect.poll(() => said.value).toContain("loadRecording");
    expect((await loadRecording(folder)).frameCount).toBe(recording.frameCount);
    press(save);
    await expect.poll(() => said.value).toContain("overwrite");
    overwrite.value = true;
    press(save);
    await expect.poll(() => said.value).toContain("loadRecording");
    expect([save.disabled, existsSync(folder)]).toEqual([false, true]);
  });
});

describe("the motion on the card", () => {
  const moving = {
    groundTruth: { shifts: { shape: [5, 2] as const, data: Float64Array.from([0, 0, 3, 4, 0, 0, -3, -4, 0, 0]) } },
    pixelSizeUm: 2,
    fps: 1,
  };

  it("is drawn in µm over time, along both axes", () => {
    const { html } = motionPicture(moving);
    expect(html.match(/<polyline/g)).toHaveLength(2);
    expect(html).toContain("within 10 µm");
    // y is drawn over x: 6 µm up in the second frame, of 10.
    expect(html).toMatch(/class="ms-line" points="0\.0,20\.0 150\.0,8\.0 300\.0,20\.0 450\.0,32\.0 600\.0,20\.0"/);
    expect(motionFacts(moving)).toEqual([
      ["motion, rms", "6.3", "µm"],
      ["motion, largest", "10.0", "µm"],
    ]);
  });

  it("is left out where the tissue is still", () => {
    const still = { ...moving, groundTruth: { shifts: null } };
    expect([motionPicture(still).html, motionFacts(still)]).toEqual(["", []]);
  });
});
