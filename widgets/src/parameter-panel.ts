import type { ExplorerParameter, ExplorerStep } from "../../src/widgets/traits/stage-explorer.js";
import { textButton } from "./controls.js";
import { html } from "./dom.js";
import { ParameterControl } from "./parameter-control.js";
import type { StageExplorerModel } from "./stage-explorer-model.js";

/** The parameters of the step that is looked at, and what becomes of those that were changed. */
export class ParameterPanel {
  readonly element: HTMLElement;
  readonly #model: StageExplorerModel;
  readonly #title = html("b");
  readonly #domain = html("span", { class: "ms-hint" });
  readonly #rows = html("div");
  readonly #problem = html("p", { class: "ms-parameter-problem", role: "alert", hidden: true });
  readonly #said = html("span", { class: "ms-hint ms-small", role: "status" });
  readonly #defaults: HTMLButtonElement;
  readonly #discard: HTMLButtonElement;
  readonly #commit: HTMLButtonElement;
  #controls = new Map<string, ParameterControl>();
  #drawn = "";

  constructor(model: StageExplorerModel) {
    this.#model = model;
    this.#defaults = textButton(
      "Defaults",
      () => model.ask({ type: "defaults", kind: model.kind }),
      "As the schema has it",
    );
    this.#defaults.classList.add("ms-quiet", "ms-small");
    this.#discard = textButton("Discard", () => model.ask({ type: "discard" }), "Back to the spec as it was");
    this.#commit = textButton("Commit to the draft", () => model.ask({ type: "commit" }));
    const title = [this.#title, this.#domain, html("span", { class: "ms-space" }), this.#defaults];
    this.element = html(
      "section",
      { class: "ms-section ms-parameters", "aria-label": "parameters" },
      html("div", { class: "ms-title" }, ...title),
      this.#rows,
      this.#problem,
      html("div", { class: "ms-parameter-foot" }, this.#commit, this.#discard, this.#said),
    );
  }

  draw(): void {
    const { chosen: step, comm_live } = this.#model;
    if (!step) return;
    this.#title.textContent = step.stage.replaceAll("_", " ");
    this.#domain.textContent = `${step.domain} step`;
    this.#fill(step);
    const problem = this.#model.trait("problem");
    for (const [path, control] of this.#controls) {
      control.complain(problem?.path === path ? problem : null);
      control.enable(comm_live ?? false);
    }
    const isElsewhere = problem !== null && !this.#controls.has(problem.path);
    this.#problem.hidden = !isElsewhere;
    this.#problem.textContent = isElsewhere ? problem.message : "";
    const changed = this.#model.trait("changed");
    this.#defaults.disabled = !comm_live || step.parameters.every((one) => one.value === one.default);
    this.#discard.disabled = !comm_live || changed === 0;
    this.#commit.hidden = !this.#model.trait("hasDraft");
    this.#commit.disabled = !comm_live || changed === 0;
    this.#said.textContent = this.#words(changed);
  }

  #words(changed: number): string {
    if (!this.#model.comm_live) return "Kernel stopped · run the cell again to change them";
    if (this.#model.trait("busy")) return "computing …";
    if (changed === 0) return "as given · what you change is computed at once, the frame on show first";
    return `${changed} ${changed === 1 ? "value" : "values"} changed`;
  }

  /** The controls stay while only their values change, so that a drag goes on. */
  #fill({ kind, parameters }: ExplorerStep): void {
    const key = `${kind} ${parameters.map(({ path, type }) => `${path} ${type}`).join(" ")}`;
    if (key === this.#drawn) {
      for (const parameter of parameters) this.#controls.get(parameter.path)?.draw(parameter);
      return;
    }
    this.#drawn = key;
    const set =
      ({ path }: ExplorerParameter) =>
      (value: ExplorerParameter["value"]) =>
        this.#model.ask({ type: "set", path, value });
    this.#controls = new Map(parameters.map((one) => [one.path, new ParameterControl(one, set(one))]));
    const groups = [...new Set(parameters.map(({ group }) => group))];
    const rows = groups.flatMap((group) => [
      ...(group ? [html("h4", { class: "ms-parameter-group" }, group)] : []),
      ...parameters.filter((one) => one.group === group).map(({ path }) => this.#controls.get(path)!.element),
    ]);
    if (rows.length === 0) rows.push(html("p", { class: "ms-hint" }, "This step has no parameters to set."));
    this.#rows.replaceChildren(...rows);
  }
}
