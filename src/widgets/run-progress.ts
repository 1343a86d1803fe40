import { kernelHost } from "../kernel/host.js";
import { doneText, type Pace, ProgressMeter, paceText } from "../simulation/progress-meter.js";
import type { Progress } from "../simulation/render-movie.js";
import { type ProgressView, setProgressReporter } from "../simulation/run-progress.js";
import { Button, FloatProgress, HBox, Label } from "./controls/index.js";

/** A run that is done sooner (ms) shows nothing. */
const SHOWN_AFTER = 500;
/** Time between two updates of what is shown (ms). */
const UPDATE_EVERY = 100;

/** A bar in the running cell, with the rate, the time left, and a button that stops the run. */
class RunProgress implements ProgressView {
  readonly #label: string;
  readonly #stop: () => void;
  readonly #meter = new ProgressMeter();
  #shown: { readonly bar: FloatProgress; readonly text: Label; readonly box: HBox } | null = null;
  #pace: Pace | null = null;
  #next = performance.now() + SHOWN_AFTER;

  constructor(label: string, stop: () => void) {
    this.#label = label;
    this.#stop = stop;
  }

  update(progress: Progress): void {
    this.#pace = this.#meter.update(progress);
    const now = performance.now();
    if (now < this.#next) return;
    this.#next = now + UPDATE_EVERY;
    if (!this.#shown) {
      if (progress.framesDone === progress.frameCount) return;
      this.#show();
    }
    const { bar, text } = this.#shown!;
    bar.value = progress.framesDone / progress.frameCount;
    text.value = paceText(this.#pace);
  }

  end(succeeded: boolean): void {
    const pace = this.#pace;
    if (!this.#shown || !pace) return;
    const { bar, text, box } = this.#shown;
    bar.bar_style = succeeded ? "success" : "danger";
    bar.value = pace.framesDone / pace.frameCount;
    text.value = succeeded ? doneText(pace) : `ended at ${pace.framesDone} of ${pace.frameCount} frames`;
    box.children = [bar, text];
  }

  #show(): void {
    const bar = new FloatProgress({ min: 0, max: 1, description: this.#label });
    const text = new Label();
    const button = new Button({ description: "Stop", icon: "stop", tooltip: "Ends the run; the cell fails." });
    button.onClick(() => {
      button.disabled = true;
      this.#stop();
    });
    const box = new HBox({ children: [bar, text, button] });
    this.#shown = { bar, text, box };
    const host = kernelHost();
    // A notebook that closes while this is shown takes nothing from the run.
    host?.format(box).then(({ data, metadata }) => host.display(data, { metadata }), console.error);
  }
}

setProgressReporter((label, stop) => (kernelHost() ? new RunProgress(label, stop) : null));
