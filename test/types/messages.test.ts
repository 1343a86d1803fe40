import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

const prelude = `
import * as lab from "../../src/index.js";
const { bleaching, brainMotion, buildSpec, ca1, defineStep, miniscopeV4, parseSpec, plan, simulate, withValues, z } = lab;
const schema = z.object({ level: z.number().default(0.1) });
const haze = defineStep({ kind: "haze", after: "composite", schema, contribute() {} });
const spec = buildSpec(miniscopeV4(), ca1(), { extraSteps: [bleaching(), haze()] });
const few = parseSpec({ steps: [{ kind: "optics" }, { kind: "composite" }, { kind: "sensor" }] });
const parsed: lab.Spec = few;
const read = parseSpec(JSON.parse("{}"));
`;

/** Code, and parts of what the compiler says about it; nothing when it has no complaint. */
const snippets: readonly (readonly [string, readonly string[]])[] = [
  [
    '(await plan(spec)).stage("neuropill")',
    ['"neuropill"', '"haze"', '"bleaching"', '"cells_only"', '"place_neurons"'],
  ],
  ['(await plan(few)).stage("neuropil")', ['"neuropil"', '"optics"', '"composite"', '"sensor"', '"cells_only"']],
  ['(await simulate(few)).stage("vignette")', ['"vignette"', '"composite"', '"cells_only"']],
  ['(await plan(withValues(few, { seed: 3 }))).stage("leakage")', ['"leakage"', '"composite"', '"cells_only"']],
  ['haze({ level: "much" })', ["Type 'string' is not assignable to type 'number'."]],
  [
    'defineStep({ kind: "dust", after: "composit", schema, contribute() {} })',
    [`Type '"composit"' is not assignable to type 'PrecedingKind'. Did you mean '"composite"'?`],
  ],
  ["buildSpec(miniscopeV4(), ca1(), { extraSteps: [haze] })", ['StepFactory<"haze"', "': after, code"]],
  [
    "buildSpec(miniscopeV4(), ca1(), { extraSteps: [3] })",
    ["Type 'number' is not assignable to type 'AnyStepInput<never>'."],
  ],
  ["plan({ stepz: [] })", ["'stepz' does not exist", "Did you mean to write 'steps'?"]],
  ["few satisfies number", ["Type 'Spec<\"", '"optics"', '"composite"', '"sensor"']],
  ["read satisfies number", ["Spec<string>"]],
  ["withValues(few, { steps: [] }) satisfies number", ["Spec<string>"]],
  ['(await plan(spec)).stage("haze").frame(0)', []],
  ['(await simulate(few)).stage("cells_only").frame(0)', []],
  ['(await plan(few)).stage("optics") satisfies lab.CellStages["optics"]', []],
  ['(await plan(parseSpec({ ...few, steps: [...few.steps, brainMotion()] }))).stage("brain_motion").frame(0)', []],
  ['(await plan(parsed)).stage("whatever").frame(0)', []],
  ['(await plan(read)).stage("whatever").frame(0)', []],
  ["(await plan(few)) satisfies lab.Scene; (await simulate(few)) satisfies lab.Recording", []],
];

/** What the compiler says about each of some texts, which are compiled together as modules beside this one. */
function diagnosticsOf(texts: readonly string[]): string[] {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const files = new Map(texts.map((text, index) => [`${root}test/types/snippet-${index}.ts`, text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = files.get(file);
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version);
  };
  const unchecked = { ...options, noUnusedLocals: false, noErrorTruncation: true };
  const program = ts.createProgram([...files.keys()], unchecked, host);
  return [...files.keys()].map((file) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))
      .join("\n"),
  );
}

it("the compiler names the stages that there are, and says what is wrong with a step", () => {
  const messages = diagnosticsOf(snippets.map(([code]) => `${prelude}${code};\nexport {};\n`));
  for (const [index, [code, parts]] of snippets.entries()) {
    if (parts.length === 0) expect(messages[index], code).toBe("");
    for (const part of parts) expect(messages[index], code).toContain(part);
  }
});
