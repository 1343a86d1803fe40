import type { CellState } from "../../src/drawing/cells.js";
import { type Outlines, type PlacedOutlines, shiftAt } from "../../src/drawing/outlines.js";
import type { MovieQuestion } from "../../src/widgets/traits/movie-questions.js";
import { AskedOutlines } from "./asked-outlines.js";
import { bytesOf, floats } from "./floats.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

/** A cell in pixels of what is shown of the finished movie. */
export interface PlacedCell {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly depth: number;
  readonly snr: number;
  readonly state: CellState;
}

/** The traces of a cell; what there is not, or not yet, is null. */
export interface CellTraces {
  readonly C: Float32Array | null;
  readonly S: Float32Array | null;
  /** Of each movie side by side, the mean over the cell's region of interest. */
  readonly regions: readonly Float32Array[] | null;
}

interface Arrays {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly radius: Float32Array;
  readonly depth: Float32Array;
  readonly snr: Float32Array;
  readonly states: Uint8Array;
  readonly shifts: Float32Array;
}

/** Vessels are asked for all at once, of no cell of their own. */
const wholeTissue = [0];
/** How far off a cell's middle (screen pixels) a click still means it. */
const reach = 8;
/** Movies of more frames are measured only when asked to. */
const measuredFrames = 3000;
/** More numbers than this would hide the image. */
const mostIds = 60;

/** The truth of a movie's cells, as far as it has reached the page: where they are, their outlines, their traces. */
export class CellTruth {
  readonly #model: MoviePlayerModel;
  #arrays: Arrays | null = null;
  readonly #outlines = new AskedOutlines((key, cells, take) => void this.#ask(key, { kind: "outlines", cells }, take));
  readonly #vessels = new AskedOutlines((key, _, take) => void this.#ask(`vessels ${key}`, { kind: "vessels" }, take));
  #traces = new Map<number, Pick<CellTraces, "C" | "S">>();
  #regions = new Map<string, readonly Float32Array[]>();
  readonly #asked = new Set<string>();
  /** How far the measuring of regions is (0 … 1), while it goes on; why it failed. */
  measured: number | null = null;
  failure: string | null = null;

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    model.on("change:truth", () => {
      this.#arrays = null;
      model.trigger("cells");
    });
    model.on("change:generation", () => this.#forget());
    model.on("change:progress", () => model.trait("progress") ?? model.trigger("cells"));
  }

  get count(): number {
    return this.#own?.states.length ?? 0;
  }

  get states(): Uint8Array {
    return this.#own?.states ?? new Uint8Array();
  }

  cell(id: number): PlacedCell | null {
    const own = this.#own;
    if (!own || id >= own.states.length) return null;
    const { x, y, radius, depth, snr, states } = own;
    return {
      id,
      x: x[id],
      y: y[id],
      radius: radius[id],
      depth: depth[id],
      snr: snr[id],
      state: states[id] as CellState,
    };
  }

  /** Where the tissue is in a frame of one of the movies: dy, dx in pixels. */
  shiftAt(stage: string, frame: number, movie: number): readonly [dy: number, dx: number] {
    const motion = this.#model.cells?.motion;
    if (!motion || !this.#own || !this.#model.trait("follow_motion")) return [0, 0];
    return shiftAt({ ...motion, shifts: this.#own.shifts }, stage, frame, movie);
  }

  /** The cells that are outlined, by the traits. */
  get outlined(): readonly number[] {
    const { chosen } = this.#model;
    const which = this.#model.trait("outlines");
    if (which === "none" || this.count === 0) return [];
    if (which === "chosen") return chosen;
    const states = this.#model.trait("states");
    const depths = this.#model.trait("depth_um");
    const all = Array.from({ length: this.count }, (_, id) => id).filter((id) => {
      const cell = this.cell(id);
      return cell && states.includes(cell.state) && (!depths || (cell.depth >= depths[0] && cell.depth <= depths[1]));
    });
    return [...new Set([...chosen, ...all])];
  }

  /** Their outlines; asked for when they are not here, while those that are stay. */
  get outlines(): Outlines {
    return this.#outlines.of(this.outlined, this.#model.trait("generation"));
  }

  /** How they are drawn. */
  get drawing(): Pick<PlacedOutlines, "outlines" | "vessels" | "states" | "selection" | "labelled"> {
    const { outlines, vessels, outlined, states } = this;
    const { chosen, selection } = this.#model;
    const labelled = this.#model.trait("ids") === false ? [] : outlined.length <= mostIds ? outlined : chosen;
    return { outlines, vessels, states, selection: selection.all, labelled };
  }

  /** Whether there are blood vessels to outline. */
  get hasVessels(): boolean {
    return this.#model.cells?.vessels ?? false;
  }

  /** The walls of blood vessels, where they are to be seen. */
  get vessels(): Outlines {
    const isShown = this.hasVessels && this.#model.trait("vessels");
    return this.#vessels.of(isShown ? wholeTissue : [], this.#model.trait("generation"));
  }

  /** The cell at a place of the finished movie (pixels), the nearest of those outlined first. */
  at(x: number, y: number, zoom: number): number | null {
    const own = this.#own;
    if (!own) return null;
    const outlined = this.#model.trait("outlines") === "all" ? new Set(this.outlined) : null;
    let [nearest, least] = [null as number | null, Number.POSITIVE_INFINITY];
    for (let id = 0; id < own.states.length; id++) {
      const off = Math.hypot(own.x[id] - x, own.y[id] - y);
      if (off > Math.max(own.radius[id], reach / zoom) || off >= least || (outlined && !outlined.has(id))) continue;
      [nearest, least] = [id, off];
    }
    return nearest;
  }

  traces(id: number): CellTraces {
    const { C = null, S = null } = this.#traces.get(id) ?? {};
    if (!this.#traces.has(id)) this.#askTraces([id]);
    return { C, S, regions: this.#regions.get(this.#regionKey(id)) ?? null };
  }

  /** Whether regions of interest wait for somebody to ask for them, as they take long. */
  get waitsToMeasure(): boolean {
    const { chosen, frameCount } = this.#model;
    if (this.#model.trait("progress")) return false;
    const isCheap = this.#model.trait("movie")?.measuresCheaply && frameCount <= measuredFrames;
    return !isCheap && this.measured === null && chosen.some((id) => !this.#regions.has(this.#regionKey(id)));
  }

  /** Asks for the regions of interest of the chosen cells where that is cheap, or where somebody wants it. */
  measure({ isWanted = false } = {}): void {
    const { chosen, stageInfo, frameCount, movieCount } = this.#model;
    if (this.#model.trait("progress")) return;
    const missing = chosen.filter((id) => id < this.count && !this.#regions.has(this.#regionKey(id)));
    if (missing.length === 0 || !stageInfo || (this.waitsToMeasure && !isWanted)) return;
    const keys = missing.map((id) => this.#regionKey(id));
    const question = { kind: "regions", cells: missing, stage: stageInfo.name } as const;
    const isAsked = this.#ask(`regions ${keys.join()}`, question, ([buffer]) => {
      const all = floats(buffer);
      keys.forEach((key, i) => {
        const of = (movie: number) => (movie * missing.length + i) * frameCount;
        const rows = Array.from({ length: movieCount }, (_, movie) => all.subarray(of(movie), of(movie) + frameCount));
        this.#regions.set(key, rows);
      });
      this.measured = null;
    });
    if (isAsked) this.measured = 0;
  }

  #regionKey(id: number): string {
    return `${this.#model.stageInfo?.name} ${id}`;
  }

  #askTraces(cells: readonly number[]): void {
    const { frameCount } = this.#model;
    this.#ask(`traces ${cells.join()}`, { kind: "traces", cells }, ([C, S]) => {
      const [all, spikes] = [floats(C), floats(S)];
      cells.forEach((id, i) => {
        const row = (values: Float32Array) =>
          values.length > 0 ? values.subarray(i * frameCount, (i + 1) * frameCount) : null;
        this.#traces.set(id, { C: row(all), S: row(spikes) });
      });
    });
  }

  /** Asks once; returns whether it did. */
  #ask(key: string, question: MovieQuestion, take: (buffers: readonly DataView[]) => void): boolean {
    if (this.#asked.has(key) || !this.#model.comm_live) return false;
    this.#asked.add(key);
    this.#model.asker.ask(this.#model.trait("generation"), question, {
      answer: (buffers) => {
        this.#asked.delete(key);
        take(buffers);
        this.#model.trigger("cells");
      },
      problem: (message) => {
        this.failure = message;
        this.measured = null;
        this.#model.trigger("cells");
      },
      progress: (share) => {
        this.measured = share;
        this.#model.trigger("cells");
      },
    });
    return true;
  }

  #forget(): void {
    this.#asked.clear();
    this.#traces.clear();
    this.#regions.clear();
    this.#outlines.forget();
    this.#vessels.forget();
    this.measured = null;
    this.failure = null;
    this.#arrays = null;
    this.#model.trigger("cells");
  }

  get #own(): Arrays | null {
    const truth = this.#model.cells;
    if (!truth) return null;
    this.#arrays ??= {
      x: floats(truth.x),
      y: floats(truth.y),
      radius: floats(truth.radius),
      depth: floats(truth.depth),
      snr: floats(truth.snr),
      states: new Uint8Array(bytesOf(truth.state)),
      shifts: truth.motion ? floats(truth.motion.shifts) : new Float32Array(),
    };
    return this.#arrays;
  }
}
