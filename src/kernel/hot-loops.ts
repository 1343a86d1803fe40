import type ts from "typescript";
import type { Edit } from "./instrument.js";
import { type Calls, References, type Use } from "./loop-references.js";

/** What is known of the names that cells share, gathered from cell to cell. */
export class SharedNames {
  /** Names that some function reads or sets: while a loop runs, a call may change what they hold. */
  readonly captured = new Set<string>();
  /** Names declared by `const`. */
  readonly constant = new Set<string>();
  /** Names declared in another way, once at least. */
  readonly mutable = new Set<string>();

  isConstant(name: string): boolean {
    return this.constant.has(name) && !this.mutable.has(name);
  }
}

/** A variable of the cell itself: where it is declared, and whether by `const`. */
export interface CellVariable {
  readonly statement: number;
  readonly constant: boolean;
}

/**
 * Lets loops that never await work on copies of shared variables, which the engine keeps in registers:
 * - a loop that stands at top level copies what no function of any cell touches, and what is constant, and writes back
 *   what it set before it calls something, which a signal may stop, and when it ends;
 * - any other loop copies the constants of earlier cells.
 */
export function copyIntoLoops(
  compiler: typeof ts,
  file: ts.SourceFile,
  declared: ReadonlyMap<string, CellVariable>,
  names: SharedNames,
): Edit[] {
  const references = new References(compiler);
  for (const [name, { constant }] of declared) (constant ? names.constant : names.mutable).add(name);
  references.addCaptured(file, names.captured);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (references.isLoop(node) && references.runsThrough(node)) {
      const constants = [...references.shared(node)].filter(([name]) => names.isConstant(name));
      edits.push(...constantEdits(file, node, constants));
      references.functionsIn(node, visit);
    } else compiler.forEachChild(node, visit);
  };
  file.statements.forEach((statement, index) => {
    if (!references.isLoop(statement) || !references.runsThrough(statement)) {
      visit(statement);
      return;
    }
    const own = [...references.own(statement)].flatMap(([name, use]): [string, Use][] => {
      const variable = declared.get(name);
      if (variable === undefined || variable.statement >= index) return [];
      if (variable.constant) return [[name, { ...use, written: false }]];
      return names.captured.has(name) ? [] : [[name, use]];
    });
    const shared = [...references.shared(statement)].filter(
      ([name]) => names.isConstant(name) || !names.captured.has(name),
    );
    edits.push(...variableEdits(file, statement, own, shared, references.callsIn(statement)));
    references.functionsIn(statement, visit);
  });
  return edits;
}

function replaceShared(file: ts.SourceFile, shared: readonly [string, Use][]): Edit[] {
  return shared.flatMap(([name, { nodes }]) =>
    nodes.map((node) => ({ start: node.getStart(file), end: node.end, text: `$_${name}` })),
  );
}

function constantEdits(file: ts.SourceFile, loop: ts.Node, constants: readonly [string, Use][]): Edit[] {
  if (constants.length === 0) return [];
  const start = loop.getStart(file);
  const copies = constants.map(([name]) => `$_${name} = exports.${name}`).join(", ");
  return [
    { start, end: start, text: `{ const ${copies}; ` },
    ...replaceShared(file, constants),
    { start: loop.end, end: loop.end, text: " }" },
  ];
}

function variableEdits(
  file: ts.SourceFile,
  loop: ts.Node,
  own: readonly [string, Use][],
  shared: readonly [string, Use][],
  calls: Calls,
): Edit[] {
  const copies = [
    ...own.map(([name, { written }]) => ({ local: name, source: name, written })),
    ...shared.map(([name, { written }]) => ({ local: `$_${name}`, source: `exports.${name}`, written })),
  ];
  if (copies.length === 0) return [];
  const written = copies.filter((copy) => copy.written);
  const list = (items: readonly string[]) => items.join(", ");
  const values = list(written.map((_, i) => `$${i}`));
  const set = written.map(({ source }, i) => `${source} = $${i};`).join(" ");
  const locals = list(copies.map(({ local }) => local));
  const sources = list(copies.map(({ source }) => source));
  const start = loop.getStart(file);
  const save = `__save(${list(written.map(({ local }) => local))})`;
  const saves = written.length === 0 ? [] : saveEdits(file, calls, save);
  return [
    { start, end: start, text: `;((__save) => ((${locals}) => { try { ` },
    ...saves,
    ...replaceShared(file, shared),
    {
      start: loop.end,
      end: loop.end,
      text: ` } finally { ${save}; } })(${sources}))((${values}) => { ${set} });`,
    },
  ];
}

function saveEdits(file: ts.SourceFile, { statements, heads }: Calls, save: string): Edit[] {
  const insert = (at: number, text: string) => ({ start: at, end: at, text });
  return [
    ...[...statements].map((statement) => insert(statement.getStart(file), `${save}; `)),
    ...[...heads].flatMap((head) => [insert(head.getStart(file), `(${save}, `), insert(head.end, ")")]),
  ];
}
