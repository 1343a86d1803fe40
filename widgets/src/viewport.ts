/** Screen pixels a pixel of a movie: whole steps only, so that no value is smoothed or repeated unevenly. */
export const zoomSteps = [0.25, 0.5, 1, 2, 3, 4, 6, 8] as const;
export type ZoomStep = (typeof zoomSteps)[number];

const mostFitted = 4;
/** A movie that is cut off by less is still shown larger rather than at half its size. */
const cutOff = 0.9;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Which part of an image is seen, and how large: shared by all movies side by side. */
export class Viewport {
  #image: Size = { width: 608, height: 608 };
  #available = 608;
  #wanted: ZoomStep | null = null;
  /** The middle of what is seen, in pixels of the image. */
  #middle = { x: 304, y: 304 };

  /** Takes the size of the image and the width there is; the box stays the same at every zoom. */
  layOut(image: Size, available: number): void {
    if (image.width !== this.#image.width || image.height !== this.#image.height) {
      this.#middle = { x: image.width / 2, y: image.height / 2 };
    }
    this.#image = image;
    this.#available = available;
    this.#keepInside();
  }

  /** The zoom at which the image fits the width. */
  get fitting(): ZoomStep {
    const fits = (zoom: number) => zoom <= mostFitted && this.#image.width * zoom * cutOff <= this.#available;
    return zoomSteps.filter(fits).at(-1) ?? zoomSteps[0];
  }

  get zoom(): ZoomStep {
    return this.#wanted ?? this.fitting;
  }

  /** What was chosen; null where the image fits the width. */
  get wanted(): ZoomStep | null {
    return this.#wanted;
  }

  /** The size of the box on the screen. */
  get box(): Size {
    const zoom = this.fitting;
    return {
      width: Math.min(this.#available, this.#image.width * zoom),
      height: Math.min(this.#available, this.#image.height * zoom),
    };
  }

  /** Where the image's corner stands in the box, in whole screen pixels. */
  get corner(): { readonly x: number; readonly y: number } {
    const { box, zoom } = this;
    return {
      x: Math.round(box.width / 2 - this.#middle.x * zoom),
      y: Math.round(box.height / 2 - this.#middle.y * zoom),
    };
  }

  get canPan(): boolean {
    const { box, zoom } = this;
    return this.#image.width * zoom > box.width || this.#image.height * zoom > box.height;
  }

  /** Chooses a zoom; the place of the image under (x, y) of the box stays there. */
  setZoom(zoom: ZoomStep | null, at: { x: number; y: number } | null = null): void {
    const { box } = this;
    const point = at ?? { x: box.width / 2, y: box.height / 2 };
    const before = this.imageAt(point.x, point.y);
    this.#wanted = zoom === this.fitting ? null : zoom;
    const now = this.zoom;
    this.#middle = {
      x: before.x - (point.x - box.width / 2) / now,
      y: before.y - (point.y - box.height / 2) / now,
    };
    this.#keepInside();
  }

  /** The next zoom in or out. */
  step(by: 1 | -1): ZoomStep {
    const at = zoomSteps.indexOf(this.zoom) + by;
    return zoomSteps[Math.min(zoomSteps.length - 1, Math.max(0, at))];
  }

  /** Moves the image by screen pixels. */
  pan(dx: number, dy: number): void {
    this.#middle = { x: this.#middle.x - dx / this.zoom, y: this.#middle.y - dy / this.zoom };
    this.#keepInside();
  }

  /** The place of the image at a place of the box. */
  imageAt(x: number, y: number): { readonly x: number; readonly y: number } {
    const { corner, zoom } = this;
    return { x: (x - corner.x) / zoom, y: (y - corner.y) / zoom };
  }

  #keepInside(): void {
    const { box, zoom } = this;
    const keep = (value: number, size: number, seen: number) =>
      seen >= size ? size / 2 : Math.min(size - seen / 2, Math.max(seen / 2, value));
    this.#middle = {
      x: keep(this.#middle.x, this.#image.width, box.width / zoom),
      y: keep(this.#middle.y, this.#image.height, box.height / zoom),
    };
  }
}

/** How a zoom is written: image pixels and screen pixels. */
export function zoomLabel(zoom: number): string {
  return zoom < 1 ? `1 : ${1 / zoom}` : `${zoom} : 1`;
}
