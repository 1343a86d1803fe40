import { choice, setChoices, textButton } from "./controls.js";
import { html } from "./dom.js";
import type { ImageBox } from "./image-box.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

/** Saves what is on show: the frame as a picture. */
export class SavePanel {
  readonly element: HTMLElement;
  readonly #model: MoviePlayerModel;
  readonly #image: ImageBox;

  constructor(model: MoviePlayerModel, image: ImageBox) {
    this.#model = model;
    this.#image = image;
    this.element = html(
      "div",
      { class: "ms-save", hidden: true },
      textButton("Frame as PNG", () => this.saveFrame()),
    );
    void choice;
    void setChoices;
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  toggle(isOpen = this.element.hidden): void {
    this.element.hidden = !isOpen;
  }

  close(): void {}

  saveFrame(): void {
    const { shown } = this.#model;
    if (!shown) return;
    this.#image.panels[0].canvas.toBlob((blob) => {
      if (!blob) return;
      const href = URL.createObjectURL(blob);
      html("a", { href, download: `${shown.stage.name}-frame-${shown.frame}.png` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
    });
  }
}
