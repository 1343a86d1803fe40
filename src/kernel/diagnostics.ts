import type { RejectedCell } from "./converter.js";
import type { ErrorReport } from "./traceback.js";

/** Shows what the compiler found, each with the line it means and a caret under the place. */
export function reportDiagnostics(code: string, diagnostics: RejectedCell["diagnostics"]): ErrorReport {
  const lines = code.split("\n");
  const traceback = diagnostics.flatMap(({ start, end, messageText, code: number, fileName }, index) => {
    const before = diagnostics[index - 1];
    // A chain of messages about one place: the rest explains the first.
    if (before !== undefined && before.start.offset === start.offset && before.code !== number) {
      return [`  ${messageText}`];
    }
    const place = `${fileName === undefined ? "" : `${fileName}, `}line ${start.line + 1}`;
    const heading = `\u001b[31mTS${number}\u001b[39m, ${place}: ${messageText}`;
    const source = fileName === undefined ? lines[start.line] : undefined;
    if (source === undefined) return [heading];
    const width = end.line === start.line ? Math.max(1, end.character - start.character) : 1;
    const indent = source.slice(0, start.character).replace(/[^\t]/g, " ");
    return [heading, `  ${source}`, `  ${indent}${"^".repeat(Math.min(width, 80))}`];
  });
  const [first] = diagnostics;
  return {
    ename: "TypeScriptError",
    evalue: first === undefined ? "" : `line ${first.start.line + 1}: ${first.messageText}`,
    traceback,
  };
}
