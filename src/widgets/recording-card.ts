import { Recording } from "../recording/recording.js";
import type { Scene } from "../simulation/scene.js";
import { Button, Checkbox, HBox, HTML, Label, Text, ToggleButton, VBox } from "./controls/index.js";
import { FootprintView } from "./footprint-view.js";
import type { MoviePlayer } from "./movie-player.js";
import { SideView } from "./side-view.js";

/** A row that saves a recording where its reader says. */
function saveRow(recording: Recording): HBox {
  const path = new Text({ value: "recording.zarr", description: "folder", layout: { width: "320px" } });
  const overwrite = new Checkbox({ description: "replace what is there", indent: false, layout: { width: "auto" } });
  const button = new Button({ description: "Save" });
  const said = new Label({ _dom_classes: ["ms-card-said"] });
  button.onClick(async () => {
    button.disabled = true;
    said.value = "Saving …";
    try {
      await recording.save(path.value, {
        overwrite: overwrite.value,
        onProgress: ({ framesDone, frameCount }) => {
          said.value = `Saving … ${framesDone} of ${frameCount} frames`;
        },
      });
      said.value = `Saved: loadRecording(${JSON.stringify(path.value)}) opens it.`;
    } catch (error) {
      said.value = error instanceof Error ? error.message : String(error);
    } finally {
      button.disabled = false;
    }
  });
  return new HBox({ children: [path, overwrite, button, said], _dom_classes: ["ms-card-row"] });
}

/**
 * What a movie is over the movie itself, with buttons: to play it, to look at its cells, and to save a recording. A view
 * that is not asked for is not made.
 */
export function liveCard(movie: Recording | Scene, card: string, player: MoviePlayer): VBox {
  const above = new HTML({ value: card });
  const play = new Button({ description: "Play", tooltip: "Play the movie, or stop it" });
  const cells = new ToggleButton({ description: "Cells", tooltip: "The cells from above and from the side" });
  const save =
    movie instanceof Recording ? new ToggleButton({ description: "Save…", tooltip: "Save it as a folder" }) : null;
  const buttons = new HBox({ children: save ? [play, cells, save] : [play, cells], _dom_classes: ["ms-card-buttons"] });
  const box = new VBox({ children: [above, buttons, player], _dom_classes: ["ms-movie-card"] });
  let views: VBox | null = null;
  let row: HBox | null = null;
  const show = () => {
    if (cells.value) views ??= new VBox({ children: [new FootprintView(movie), new SideView(movie)] });
    if (save?.value && movie instanceof Recording) row ??= saveRow(movie);
    box.children = [
      above,
      buttons,
      ...(row && save?.value ? [row] : []),
      player,
      ...(views && cells.value ? [views] : []),
    ];
  };
  play.onClick(() => {
    player.playing = !player.playing;
  });
  player.observe("playing", () => {
    play.description = player.playing ? "Pause" : "Play";
  });
  cells.observe("value", show);
  save?.observe("value", show);
  return box;
}
