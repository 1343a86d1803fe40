import { type ArrowFunctionExpression, type FunctionExpression, type Node, parseExpressionAt } from "acorn";
import { ancestor } from "acorn-walk";
import { analyze } from "periscopic";

/** Any function; what it takes and gives is not asked for. */
export type AnyFunction = (...args: never[]) => unknown;

/** What the functions of a step may use of the language beside their own variables. */
const globals = new Set(
  (
    "undefined NaN Infinity Math Number BigInt Boolean String Symbol Object Array Map Set WeakMap JSON isNaN isFinite " +
    "parseInt parseFloat Error TypeError RangeError ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray " +
    "Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array arguments"
  ).split(" "),
);

/** What `Math` computes to the same last bit on every machine. */
const exact = new Set(
  "sqrt floor ceil abs min max round fround imul clz32 trunc sign PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2".split(" "),
);

/** Functions of a scene's `math`, which are the same on every machine. */
const elementary = ["exp", "log", "sin", "cos", "pow", "hypot"];

const hook = Symbol.for("jupyter-kernel.function-source");

/**
 * The text of a function. A Jupyter kernel that adds code of its own to what is written in cells can say
 * how a function reads without it: a function under `Symbol.for("jupyter-kernel.function-source")` of `globalThis`.
 */
export function sourceOf(written: AnyFunction): string {
  const asWritten: unknown = Reflect.get(globalThis, hook);
  return typeof asWritten === "function" ? String(asWritten(written)) : String(written);
}

/** The syntax tree of a text that is a function and nothing else. */
function functionIn(text: string): FunctionExpression | ArrowFunctionExpression | undefined {
  try {
    const node = parseExpressionAt(`(${text})`, 0, { ecmaVersion: "latest" });
    return node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression" ? node : undefined;
  } catch {
    return undefined;
  }
}

/** What keeps a function from running elsewhere, with the same result everywhere; each as the end of a sentence. */
export function flawsOf(source: string): string[] {
  // A method, `contribute(step, scene) { … }`, is an expression with the word in front.
  const node = functionIn(source) ?? functionIn(`function ${source}`);
  if (!node) return ["is no plain function: write it in place, as (step, scene) => { … }"];
  if (node.async || node.generator) return ["is async or a generator; it must be a plain function"];
  return [...new Set([...strangers(node), ...inexactness(node), ...frameFlaws(node)])];
}

/** Names that a function uses and neither declares nor finds in the language. */
function freeNames(node: Node): string[] {
  // Acorn's trees are ESTree's; their types differ in what they leave open.
  const found = analyze(node as Parameters<typeof analyze>[0]).globals;
  return [...found.keys()].filter((name) => !globals.has(name));
}

function strangers(node: Node): string[] {
  return freeNames(node).map((name) => {
    if (name === "Date" || name === "performance") return `uses ${name}, which is another time in every run`;
    if (name === "crypto") return "uses crypto, which is random in every run; use the scene's random(purpose)";
    return (
      `uses ${name}, which is defined outside of it and does not exist where it runs, in the engine's thread: ` +
      "define it inside, or make it a field of the step"
    );
  });
}

function inexactness(root: Node): string[] {
  const flaws: string[] = [];
  const refuse = (name: string) => {
    if (name === "random")
      flaws.push("uses Math.random, which is other numbers in every run; use the scene's random(purpose)");
    else if (!exact.has(name)) {
      const instead = elementary.includes(name)
        ? `use the scene's math.${name}`
        : `the scene's math has ${elementary.join(", ")}`;
      flaws.push(`uses Math.${name}, whose last bits differ between machines; ${instead}`);
    }
  };
  ancestor(root, {
    Identifier(node, _, parents) {
      if (node.name !== "Math") return;
      const parent = parents.at(-2);
      if (parent?.type === "MemberExpression" && "computed" in parent && !parent.computed && "property" in parent) {
        const property = parent.property as Node & { readonly name?: string };
        refuse(property.name ?? "");
      } else flaws.push("takes Math apart; write Math.sqrt and the like in full");
    },
    BinaryExpression(node) {
      if (node.operator === "**")
        flaws.push("uses **, whose last bits differ between machines; use the scene's math.pow");
    },
    AssignmentExpression(node) {
      if (node.operator === "**=")
        flaws.push("uses **=, whose last bits differ between machines; use the scene's math.pow");
    },
    ImportExpression: () => void flaws.push("imports something, which a step cannot"),
  });
  return flaws;
}

/** The functions that are run for every frame know nothing of the function around them. */
function frameFlaws(root: Node): string[] {
  const flaws: string[] = [];
  ancestor(root, {
    Property({ key, value }) {
      if (key.type !== "Identifier" || key.name !== "frame") return;
      if (value.type !== "FunctionExpression" && value.type !== "ArrowFunctionExpression")
        flaws.push("has a frame that is not written in place; write frame: (light, { t, values }) => { … }");
      else
        for (const name of freeNames(value).filter((free) => !freeNames(root).includes(free)))
          flaws.push(
            `has a frame that uses ${name} of the function around it, which does not exist when frames are rendered: ` +
              `pass it on in the operation's values`,
          );
    },
  });
  return flaws;
}

/** 64-bit FNV-1a of a text's UTF-8 (Fowler, Noll and Vo 1991), 16 hex digits. */
export function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
