const hook = Symbol.for("jupyter-kernel.function-source");

/** What instrumentation adds to the loops of cells, as the compiler prints it. */
const polls = /if \(__interrupt\[0\] !== 0\)\s*__cell\.interrupt\(\);/g;

/** The text of a cell's function without the polls of its loops, and with the names that cells share as they were written. */
export function functionSource(text: string): string {
  return text.replace(polls, "").replace(/\bexports\.(\w+)/g, "$1");
}

/**
 * Lets libraries read a cell's function as it was written, without knowing this kernel: a function under
 * `Symbol.for("jupyter-kernel.function-source")` of `globalThis`. Called once by the kernel when it starts.
 */
export function offerFunctionSource(): void {
  Object.defineProperty(globalThis, hook, {
    value: (written: unknown) => functionSource(String(written)),
    configurable: true,
  });
}
