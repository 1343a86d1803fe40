import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as controls from "../../src/widgets/controls/index.js";

it("the generated controls are those of the schema", async () => {
  const { generateControls } = (await import("../../scripts/generate-controls.mjs" as string)) as {
    generateControls(): string;
  };
  const committed = readFileSync(new URL("../../src/widgets/controls/generated.ts", import.meta.url), "utf8");
  expect(committed, "run node scripts/generate-controls.mjs").toBe(generateControls());
});

it("each generated control has its class", async () => {
  const generated = await import("../../src/widgets/controls/generated.js");
  const described = Object.values(generated).filter((value) => typeof value === "object");
  const names = described
    .map(({ name }) => name)
    .filter((name) => !["Link", "DirectionalLink", "Output"].includes(name));
  expect(names.length).toBeGreaterThan(50);
  expect(Object.keys(controls)).toEqual(expect.arrayContaining(names));
});
