import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const src = fileURLToPath(new URL("../../src/", import.meta.url));

/** The syntax trees of a folder's TypeScript files, named by their path from src/. */
export function sourceFiles(folder: string): ts.SourceFile[] {
  return readdirSync(join(src, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => parseSource(join(folder, name), readFileSync(join(src, folder, name), "utf8")));
}

export function parseSource(name: string, text: string): ts.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
}

/** Every node of a tree for which `pick` gives a complaint, as `file:line: complaint`. */
export function complaints(file: ts.SourceFile, pick: (node: ts.Node) => string | undefined): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const complaint = pick(node);
    if (complaint !== undefined) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push(`${file.fileName}:${line + 1}: ${complaint}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
