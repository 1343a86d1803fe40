import vm from "node:vm";
import type { CellConverter, Completion, RejectedCell } from "./converter.js";
import { keepReached } from "./declarations.js";
import { keepFast } from "./fast-object.js";
import type { Inspection } from "./inspection.js";
import { cellParameters } from "./instrument.js";
import { currentContext, type Interrupter } from "./interrupt.js";
import type { CellModules } from "./modules.js";
import type { Tracebacks } from "./traceback.js";

type Binding = readonly [get: () => unknown, set?: (value: unknown) => void];

/** What the instrumented code of a cell calls. */
interface CellRuntime {
  result: unknown;
  bind(bindings: Record<string, Binding>): void;
  import(specifier: string): Promise<unknown>;
  readonly meta: ImportMeta;
  poll(): void;
  interrupt(): never;
}

/** A cell that does not type-check; nothing of it ran. */
export class CellRejected extends Error {
  override readonly name = "CellRejected";
  constructor(readonly diagnostics: RejectedCell["diagnostics"]) {
    super(diagnostics[0]?.messageText);
  }
}

/** Runs cells one after the other in a scope of their own. */
export class Executor {
  private readonly scope: Record<string, unknown> = {};
  private declarations = "";
  private warned = false;

  constructor(
    private readonly converter: CellConverter,
    private readonly modules: CellModules,
    private readonly interrupter: Interrupter,
    private readonly tracebacks: Tracebacks,
  ) {}

  /**
   * Runs a cell under a name, by which tracebacks call it, and resolves to its last expression, whose value is boxed: a promise is shown, not awaited. When the
   * cell throws, what it had declared until then stays.
   * @throws CellRejected, KeyboardInterrupt, or whatever the cell throws.
   */
  async execute(code: string, fileName: string): Promise<{ readonly value: unknown }> {
    this.warnOnce();
    const before = this.declarations;
    const cell = this.converter.convert(before, code);
    if (!cell.ok) throw new CellRejected(cell.diagnostics);
    if (cell.sourceMap !== undefined) this.tracebacks.addCell(fileName, cell.sourceMap);
    this.modules.setLocal(cell.localModules);
    for (const module of cell.localModules) {
      if (module.sourceMap !== undefined) this.tracebacks.addFile(module.path, module.sourceMap);
      await this.modules.load(module.data);
    }
    await this.modules.load(cell.code);

    const bound = new Map<string, { readonly get: () => unknown; readonly previous: PropertyDescriptor | undefined }>();
    const runtime: CellRuntime = {
      result: undefined,
      bind: (bindings) => {
        for (const [name, [get, set]] of Object.entries(bindings)) {
          bound.set(name, { get, previous: Object.getOwnPropertyDescriptor(this.scope, name) });
          Object.defineProperty(this.scope, name, { get, set, enumerable: true, configurable: true });
        }
        keepFast(this.scope);
      },
      import: this.modules.import,
      meta: this.modules.meta,
      poll: this.interrupter.poll,
      interrupt: this.interrupter.interrupt,
    };
    try {
      await this.run(cell.code, cell.isAsync, fileName, runtime);
      this.declarations = this.declarationsAfter(code, before, cell.declarations);
      return { value: runtime.result };
    } catch (error) {
      const unreached = new Set<string>();
      for (const [name, { get, previous }] of bound) {
        if (isInitialised(get)) continue;
        unreached.add(name);
        if (previous === undefined) delete this.scope[name];
        else Object.defineProperty(this.scope, name, previous);
      }
      keepFast(this.scope);
      const declared = this.declarationsAfter(code, before, cell.declarations);
      this.declarations = keepReached(this.converter.compiler, this.declarations, declared, unreached);
      throw error;
    }
  }

  /** What is declared after a cell. A cell of another subshell may have ended while this one awaited. */
  private declarationsAfter(code: string, before: string, declared: string): string {
    if (this.declarations === before) return declared;
    const again = this.converter.convert(this.declarations, code);
    return again.ok ? again.declarations : declared;
  }

  private warnOnce(): void {
    if (!this.warned && this.converter.problem !== undefined) console.warn(this.converter.problem);
    this.warned = true;
  }

  complete(code: string, position: number): Completion {
    return this.converter.complete(this.declarations, code, position);
  }

  inspect(code: string, position: number, detailLevel: number): Inspection | undefined {
    return this.converter.inspect(this.declarations, code, position, detailLevel);
  }

  private async run(code: string, isAsync: boolean, fileName: string, runtime: CellRuntime): Promise<void> {
    const head = `(${isAsync ? "async " : ""}function (${cellParameters.join(", ")}) {`;
    const script = `${head}${code}\n})(...globalThis[Symbol.for("${argumentsKey}")]())`;
    const args = [this.scope, this.modules.require, runtime, this.interrupter.flag];
    Object.defineProperty(globalThis, Symbol.for(argumentsKey), { value: () => args, configurable: true });
    const running: unknown = this.interrupter.runSignalled(() =>
      vm.runInThisContext(script, { filename: fileName, columnOffset: -head.length, breakOnSigint: true }),
    );
    if (!isAsync) return;
    const context = currentContext();
    await (context === undefined ? running : this.interrupter.race(context, running as Promise<unknown>));
  }
}

const argumentsKey = "jupyter-kernel.cell-arguments";

/** A `let`, `const` or `class` that was not reached throws when it is read; an import whose module failed does too. */
function isInitialised(get: () => unknown): boolean {
  try {
    get();
    return true;
  } catch {
    return false;
  }
}
