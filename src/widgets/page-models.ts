import type { Comm, CommMessage, KernelHost } from "../kernel/host.js";

type Adopt = (comm: Comm, open: CommMessage) => void;

const adopters = new Map<string, Adopt>();

/** Lets the page make models of a name in a module; `adopt` makes the kernel's side of one. */
export function adoptModels(module: string, name: string, adopt: Adopt): void {
  adopters.set(keyOf(module, name), adopt);
}

/** Takes over the models that the page makes, as the one of a game controller does; what no class is for is closed. */
export function registerPageModels(host: KernelHost): void {
  host.registerTarget("jupyter.widget", (comm, open) => {
    const { _model_module, _model_name } = (open.data.state ?? {}) as Record<string, unknown>;
    const adopt = adopters.get(keyOf(_model_module, _model_name));
    if (adopt) adopt(comm, open);
    else comm.close();
  });
}

function keyOf(module: unknown, name: unknown): string {
  return `${module}/${name}`;
}
