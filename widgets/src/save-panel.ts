import { formatNumber } from "../../src/drawing/format.js";
import { textButton } from "./controls.js";
import { html, setText } from "./dom.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import { saveFrame, saveMovie } from "./movie-saver.js";

/** Saves what is on show: the frame as a picture, the frames that are played as a movie. */
export class SavePanel {
  readonly element: HTMLElement;
  readonly #model: MoviePlayerModel;
  readonly #frame: HTMLButtonElement;
  readonly #movie: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #said = html("span", { class: "ms-hint", role: "status" });
  #saving: AbortController | null = null;
  /** What had the focus before this was opened. */
  #cameFrom: Element | null = null;

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    this.#frame = textButton("Frame as PNG", () => saveFrame(model));
    this.#movie = textButton("Movie as MP4", () => void this.#save());
    this.#stop = textButton("Stop", () => this.close());
    this.element = html("div", { class: "ms-save", hidden: true }, this.#frame, this.#movie, this.#stop, this.#said);
    this.draw();
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  toggle(isOpen = this.element.hidden): void {
    const { activeElement } = this.element.ownerDocument;
    const hasFocus = this.element.contains(activeElement);
    this.element.hidden = !isOpen;
    // Keys go on to work where they did before.
    if (!isOpen && hasFocus && this.#cameFrom instanceof HTMLElement) this.#cameFrom.focus({ preventScroll: true });
    if (isOpen) {
      this.#cameFrom = activeElement;
      this.#say("");
      this.draw();
      this.#frame.focus();
    } else this.close();
  }

  /** Another frame, or others that are played. */
  draw(): void {
    if (this.element.hidden) return;
    const { position, range, comm_live } = this.#model;
    setText(this.#frame, `Frame ${formatNumber(position)} as PNG`);
    setText(this.#movie, `Frames ${formatNumber(range[0])} to ${formatNumber(range[1] - 1)} as MP4`);
    this.#movie.title = "As it is shown; Shift and a drag on the time line choose the frames";
    this.#movie.disabled = !comm_live || this.#saving !== null;
    this.#stop.hidden = this.#saving === null;
  }

  /** Gives up what is being saved. */
  close(): void {
    this.#saving?.abort();
  }

  async #save(): Promise<void> {
    const [from, to] = this.#model.range;
    const saving = new AbortController();
    this.#saving = saving;
    this.draw();
    try {
      const report = (frames: number) => this.#say(`${formatNumber(frames)} of ${formatNumber(to - from)} frames`);
      const codec = await saveMovie(this.#model, { signal: saving.signal, report });
      this.#say(`Saved ${formatNumber(to - from)} frames, ${codec}.`);
    } catch (error) {
      this.#say(saving.signal.aborted ? "Stopped." : error instanceof Error ? error.message : String(error));
    } finally {
      this.#saving = null;
      this.draw();
    }
  }

  #say(text: string): void {
    this.#said.textContent = text;
  }
}
