/** Something the user can put right; its message is one line that says how. */
export class Problem extends Error {
  name = "Problem";
}
