import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Every export of an entry point, one a line: what it is, and the type of what is called or read. */
function exportsOf(entry: string, program: ts.Program): string {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(`${root}src/${entry}.ts`)!;
  const lines = checker.getExportsOfModule(checker.getSymbolAtLocation(file)!).map((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (symbol.flags & ts.SymbolFlags.Class) return `class ${exported.name}`;
    if (!(symbol.flags & ts.SymbolFlags.Value)) return `type ${exported.name}`;
    const type = checker.getTypeOfSymbolAtLocation(symbol, file);
    const text = checker.typeToString(type, file, ts.TypeFormatFlags.NoTruncation).replace(/import\("[^"]+"\)\.?/g, "");
    return `${symbol.flags & ts.SymbolFlags.Function ? "function" : "const"} ${exported.name}: ${text.slice(0, 400)}`;
  });
  return `${lines.toSorted().join("\n")}\n`;
}

it("the public API is what it was; `npx vitest run test/readme -u` writes down a deliberate change", async () => {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const entries = ["index", "engine"];
  const program = ts.createProgram(
    entries.map((entry) => `${root}src/${entry}.ts`),
    options,
  );
  for (const entry of entries) {
    const api = exportsOf(entry, program);
    expect(api).not.toContain(root);
    await expect(api).toMatchFileSnapshot(`../fixtures/public-api/${entry}.txt`);
  }
});
