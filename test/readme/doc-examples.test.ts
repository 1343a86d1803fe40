import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { sourceFiles } from "../architecture/source-files.js";
import { root, UserFolder } from "../package/user-folder.js";

interface Example {
  readonly name: string;
  readonly code: string;
}

/** The TypeScript under the `@example` tags of a file's doc comments. */
function examplesOf(file: ts.SourceFile): Example[] {
  const found: Example[] = [];
  ts.forEachChild(file, (node) => {
    for (const tag of ts.getJSDocTags(node)) {
      const [, code] = /```ts\n(.*?)```/s.exec(ts.getTextOfJSDocComment(tag.comment) ?? "") ?? [];
      if (tag.tagName.text === "example" && code) found.push({ name: file.fileName, code });
    }
  });
  return found;
}

/** What examples of displays have before them. */
const given = `
declare const recording: m.Recording;
declare const scene: m.Scene;
declare const changedSpec: m.Spec;
`;

// The build in dist/ stands in for the installed package.
const exported = Object.keys(await import("miniscope-lab"));
const folder = new UserFolder("");
mkdirSync(join(folder.path, "node_modules"));
symlinkSync(root, join(folder.path, "node_modules", "miniscope-lab"));

/** An example as a module: it may use whatever the package exports. */
function moduleOf({ code }: Example): string {
  const used = exported.filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  return `import type * as m from "miniscope-lab";\nimport { ${used} } from "miniscope-lab";\n${given}\n${code}`;
}

afterAll(() => folder.remove());

const examples = sourceFiles("").flatMap(examplesOf);

describe("an example in a doc comment", () => {
  it("type-checks, whichever it is", () => {
    expect(examples.length).toBeGreaterThan(4);
    folder.write("user.ts", examples.map((_, i) => `import "./example-${i}.js";`).join("\n"));
    examples.forEach((example, i) => {
      folder.write(`example-${i}.ts`, moduleOf(example));
    });
    folder.compile();
  });

  it.each(examples.flatMap(({ name }, i) => (name.startsWith("widgets/") ? [] : [[name, i] as const])))(
    "of %s runs",
    (_, i) => {
      expect(folder.run(process.execPath, [`example-${i}.js`])).not.toBe("");
    },
  );
});
