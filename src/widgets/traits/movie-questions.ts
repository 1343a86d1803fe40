/** What a page asks of a movie besides its frames. */
export type MovieQuestion =
  /** The outlines of cells: answered with [cells, starts, points], see Outlines in recording/footprint-contours.ts. */
  | { readonly kind: "outlines"; readonly cells: readonly number[] }
  /** The walls of the blood vessels, answered as outlines: see vessel-outlines.ts. */
  | { readonly kind: "vessels" }
  /** (cell, frame) fluorescence and spike counts: answered with [C, S], each empty where there is none. */
  | { readonly kind: "traces"; readonly cells: readonly number[] }
  /** (movie, cell, frame) means over the cells' regions of interest. */
  | { readonly kind: "regions"; readonly cells: readonly number[]; readonly stage: string }
  /** (2) values below and above which small shares of the pixels of the whole movie lie. */
  | { readonly kind: "limits"; readonly stage: string }
  /** The brightest value of each pixel over frames [from, to), (movie, height, width). */
  | { readonly kind: "maximum"; readonly stage: string; readonly from: number; readonly to: number };

export type QuestionKind = MovieQuestion["kind"];

/** A question of one page; a page that no longer wants the answer says so by its number. */
export type QuestionMessage =
  | {
      readonly type: "question";
      readonly client: string;
      readonly generation: number;
      readonly number: number;
      readonly question: MovieQuestion;
    }
  | { readonly type: "cancel"; readonly client: string; readonly number: number };

/** What comes back: how far the work is (0 … 1), the buffers of the answer, or why there is none. */
export type QuestionAnswer =
  | { readonly type: "progress"; readonly client: string; readonly number: number; readonly share: number }
  | { readonly type: "answer"; readonly client: string; readonly number: number }
  | { readonly type: "problem"; readonly client: string; readonly number: number; readonly message: string };
