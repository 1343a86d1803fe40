/** Every standard control can be made by the page, too. */
import { adoptModels } from "../page-models.js";
import { Widget } from "../widget.js";
import * as controls from "./index.js";

for (const type of Object.values(controls)) {
  const { name, module, model } = type.definition;
  adoptModels(module, model?.name ?? `${name}Model`, (comm, open) =>
    Widget.adopt(() => Reflect.construct(type, []), comm, open),
  );
}
