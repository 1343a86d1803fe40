import { expect, it } from "vitest";
import { displaySymbol } from "../../src/kernel/host.js";
import { table } from "../../src/widgets/table.js";

it("a table lines its columns up, in text and in HTML", () => {
  const shown = table([
    { state: "in focus", cells: 214 },
    { state: "lost", cells: 7, note: "<dim>" },
  ]);
  expect(`${shown}`).toBe("state     cells  note\nin focus    214\nlost          7  <dim>");
  const html = String(shown[displaySymbol]()["text/html"]);
  expect(html).toContain('<td style="text-align:right;white-space:nowrap">214</td>');
  expect(html).toContain("&#60;dim&#62;");
  expect(html).not.toContain("<dim>");
});

it("the numbers of a column have equally many decimals", () => {
  expect(`${table([{ na: 0.15 }, { na: 1 }, { na: -1 / 3 }])}`).toBe("     na\n 0.1500\n 1.0000\n−0.3333");
});

it("an empty table is empty", () => {
  expect(`${table([])}`).toBe("");
});

it("rows that are quantities of their own keep their decimals", () => {
  const rows = [
    { what: "gain", planted: 1.2 },
    { what: "saturation", planted: 4095 },
  ];
  expect(`${table(rows, { quantities: "in rows" })}`).toBe(
    "what        planted\ngain            1.2\nsaturation     4095",
  );
});
