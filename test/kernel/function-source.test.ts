import ts from "typescript";
import { expect, it } from "vitest";
import { functionSource } from "../../src/kernel/function-source.js";
import { instrumentCell } from "../../src/kernel/instrument.js";

it("reads a function of a cell without the polls of its loops", () => {
  const js =
    "const sum = (n) => {\n  let all = 0;\n  for (let i = 0; i < n; i++) all += i;\n  while (all > 9) { all -= 9; }\n  return all;\n};\nexport { sum };\n";
  const { code } = instrumentCell(ts, js, undefined);
  const { outputText } = ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  const written = /\(n\) => \{[\s\S]*\n\}/.exec(outputText)![0];
  expect(written).toContain("__interrupt");
  const source = functionSource(written);
  expect(source).not.toMatch(/__interrupt|__cell/);
  expect(new Function(`return (${source})(10)`)()).toBe(9);
});
