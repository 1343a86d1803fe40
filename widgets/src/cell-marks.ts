import type { MarksTrait } from "../../src/widgets/traits/movie-player.js";
import { setAttributes, svg } from "./dom.js";
import { floats } from "./floats.js";

/** How far an outline stays off its cell, in pixels of the screen. */
const clearance = 3;

/** Outlines of cells over a movie, or over several side by side; they move with the tissue. */
export class CellMarks {
  readonly element = svg("g", { class: "ms-marks" });
  #panels: SVGGElement[] = [];
  #zoom = 1;
  #motion: {
    readonly stages: readonly string[];
    readonly still: readonly boolean[];
    readonly shifts: Float32Array;
  } | null = null;

  draw(marks: MarksTrait | undefined, zoom: number, panelWidth: number, panels: number): void {
    const { cells = [], motion = null } = marks ?? {};
    this.#zoom = zoom;
    this.#motion = motion && { ...motion, shifts: floats(motion.shifts) };
    this.#panels = Array.from({ length: cells.length > 0 ? panels : 0 }, (_, panel) =>
      svg(
        "g",
        {},
        ...cells.map(({ id, x, y, radius, state }) => {
          const circle = { cx: panel * panelWidth + x * zoom, cy: y * zoom, r: radius * zoom + clearance };
          const isLate = (x * zoom) % panelWidth > panelWidth - 48;
          const beside = isLate ? -circle.r - 4 : circle.r + 4;
          const anchor = isLate ? "end" : "start";
          const label = svg("text", { x: circle.cx + beside, y: circle.cy + 4, "text-anchor": anchor }, `#${id}`);
          return svg("g", { class: `ms-mark ms-mark-${state}` }, svg("circle", circle), svg("circle", circle), label);
        }),
      ),
    );
    this.element.replaceChildren(...this.#panels);
  }

  /** Moves the outlines to where the tissue is in a frame of a stage. */
  follow(frame: number, stage: string): void {
    const motion = this.#motion;
    if (!motion) return;
    const moves = motion.stages.includes(stage);
    this.#panels.forEach((panel, i) => {
      const [dy, dx] = moves && !motion.still[i] ? motion.shifts.subarray(2 * frame, 2 * frame + 2) : [0, 0];
      setAttributes(panel, { transform: `translate(${dx * this.#zoom} ${dy * this.#zoom})` });
    });
  }
}
