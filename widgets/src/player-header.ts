import { formatNumber, formatQuantity } from "../../src/drawing/format.js";
import { codingNames } from "./coding-names.js";
import { CompareBar } from "./compare-bar.js";
import { choice, iconButton, setChoices } from "./controls.js";
import { html, setText } from "./dom.js";
import { GrowthBar } from "./growth-bar.js";
import type { ImageBox } from "./image-box.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import type { PlayerCommands } from "./player-keys.js";
import { showFacts, summaryLine } from "./summary-line.js";
import { ZoomBar } from "./zoom-bar.js";

const bits = { uint8: "8 bit", uint16: "16 bit", float32: "32 bit float" } as const;
const headings = ["Movie", "Movie", "Two movies", "Three movies", "Four movies"];

/** What a player shows, in one line: its size and length or how far it is made, the stage, and what it is seen with. */
export class PlayerHeader {
  readonly element: HTMLElement;
  readonly growth: GrowthBar;
  readonly #model: MoviePlayerModel;
  readonly #heading = html("b");
  readonly #summary = summaryLine();
  readonly #fidelity = html("span");
  readonly #compare: CompareBar;
  readonly #stages: HTMLSelectElement;
  readonly #zoom: ZoomBar;

  constructor(model: MoviePlayerModel, image: ImageBox, { save, help }: PlayerCommands) {
    this.#model = model;
    this.growth = new GrowthBar(model);
    this.#compare = new CompareBar(model);
    this.#stages = choice("stage", (stage) => model.chooseStage(stage));
    this.#zoom = new ZoomBar(image);
    this.element = html(
      "div",
      { class: "ms-header" },
      this.#heading,
      this.#summary,
      this.growth.element,
      html("span", { class: "ms-space" }),
      this.#compare.element,
      html("label", { class: "ms-hint ms-stage" }, "stage", this.#stages),
      this.#zoom.element,
      iconButton("save", "Save frame or movie (S)", save),
      iconButton("help", "Keys (?)", help),
    );
  }

  get heading(): string {
    const { movieCount } = this.#model;
    return headings[movieCount] ?? `${movieCount} movies`;
  }

  /** Another movie, or another stage of it. */
  drawMovie(): void {
    const model = this.#model;
    const movie = model.trait("movie");
    const stage = model.stageInfo;
    setChoices(this.#stages, movie?.stages.map(({ name }) => [name, name.replaceAll("_", " ")] as const) ?? []);
    this.#stages.value = stage?.name ?? "";
    const finished = movie?.stages.at(-1);
    setText(this.#heading, this.heading);
    const facts = finished ? [`${formatNumber(finished.width)} × ${formatNumber(finished.height)} px`] : [];
    if (movie?.pixelSizeUm) facts.push(formatQuantity(movie.pixelSizeUm, "µm/px", 3));
    facts.push(`${formatNumber(model.frameCount)} frames`, formatQuantity(model.fps, "fps"));
    showFacts(this.#summary, ...facts, this.#fidelity);
    setText(this.#fidelity, stage ? bits[stage.dtype] : "");
    this.#compare.drawMovie();
    this.drawGrowth();
  }

  /** How far the movie is takes the place of what it is like. */
  drawGrowth(): void {
    this.growth.draw();
    this.#summary.hidden = !this.growth.element.hidden;
  }

  drawZoom(): void {
    this.#zoom.draw();
  }

  /** What of the movie is on show, and how near to the true values it is. */
  drawFrame(): void {
    this.#compare.draw();
    const { shown } = this.#model;
    if (!shown) return;
    const isNear = shown.coding !== "raw";
    setText(this.#fidelity, isNear ? codingNames[shown.coding] : bits[shown.stage.dtype]);
    this.#fidelity.title = isNear
      ? "Near the true values: exact frames take too long, or small ones are asked for"
      : "";
  }
}
