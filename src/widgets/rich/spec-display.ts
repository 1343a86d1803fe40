import { formatSignificant } from "../../drawing/format.js";
import type { MimeBundle } from "../../kernel/host.js";
import { type Spec, specWarnings } from "../../spec/spec.js";
import { specSource } from "../../spec/spec-source.js";
import { type SpecField, type SpecGroup, specGroups } from "../../spec/spec-table.js";
import { card } from "./card.js";
import { type Markup, markup } from "./markup.js";
import { formatValue } from "./values.js";

/** Fields at their default that stand open beside changed ones. */
const mostOpen = 4;

/** Whether a value is a spec: plain data, known by its shape. */
export function isSpec(value: object): value is Spec {
  const { acquisition, steps, seed, output } = value as Partial<Spec>;
  return (
    Object.isFrozen(value) &&
    Array.isArray(steps) &&
    (typeof seed === "number" || typeof seed === "bigint") &&
    typeof output?.store_dtype === "string" &&
    typeof acquisition?.optics?.na === "number" &&
    typeof acquisition.image_sensor?.bit_depth === "number"
  );
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function row({ field, label, unit, value, resolved, isChanged, ...rest }: SpecField): Markup {
  const text = formatValue(field, value) + (resolved === undefined ? "" : ` → ${formatSignificant(resolved)}`);
  const given = isChanged && rest.default !== undefined ? formatValue(field, rest.default) : "";
  const dot = isChanged ? markup`<span class="ms-dot" title="changed">●</span>` : markup``;
  return markup`<tr class="${isChanged ? "ms-changed" : "ms-at-default"}"><td>${dot}</td><td title="${label}">${label}</td><td class="ms-n" title="${text}">${text}</td><td class="ms-hint">${unit}</td><td class="ms-hint">${given}</td><td class="ms-wide"><code>${field}</code></td></tr>`;
}

const columns = markup`<colgroup><col style="width:26px"><col class="ms-name" style="width:33%"><col style="width:19%"><col style="width:14%"><col style="width:12%"><col class="ms-wide"></colgroup>`;

const rows = (fields: readonly SpecField[]) => markup`<table>${columns}<tbody>${fields.map(row)}</tbody></table>`;

function groupOf({ path, fields }: SpecGroup): Markup {
  const changed = fields.filter(({ isChanged }) => isChanged).length;
  const said = changed > 0 ? `${changed} of ${fields.length} changed` : `${fields.length} at default`;
  const dot = changed > 0 ? markup`<span class="ms-dot">●</span> ` : markup``;
  const atDefault = fields.filter(({ isChanged }) => !isChanged);
  const hidden = new Set(changed > 0 && atDefault.length > mostOpen ? atDefault.slice(mostOpen) : []);
  const more =
    hidden.size > 0
      ? markup`<details><summary>${hidden.size} more at default</summary>${rows([...hidden])}</details>`
      : markup``;
  const open = changed > 0 ? markup` open` : markup``;
  return markup`<details${open}><summary><b>${path}</b><small>${dot}${said}</small></summary>${rows(fields.filter((field) => !hidden.has(field)))}${more}</details>`;
}

/** A spec as code may be as long as this to be shown: one with a trajectory is longer. */
const longestCode = 20_000;

/** What the page's spec-tools.ts works with. */
function tools(hasCode: boolean): Markup {
  const copy = hasCode ? markup`<button type="button" class="ms-copy">Copy as TypeScript</button>` : markup``;
  return markup`<span class="ms-tools"><span class="ms-hint ms-said" role="status"></span><span role="group" aria-label="parameters that are shown"><button type="button" class="ms-all" aria-pressed="true">All</button><button type="button" class="ms-only-changed" aria-pressed="false">Changed only</button></span><input type="search" class="ms-filter" aria-label="filter parameters" placeholder="filter  /">${copy}</span>`;
}

const heading = markup`<table>${columns}<thead><tr><th></th><th>parameter</th><th class="ms-n">value</th><th>unit</th><th>default</th><th class="ms-wide">field</th></tr></thead></table>`;

/** A spec as a folding table: what is changed stands out, what is at its default is dimmed. */
export function displaySpec(spec: Spec): MimeBundle {
  const groups = specGroups(spec).filter(({ fields }) => fields.length > 0);
  const changed = groups.flatMap(({ path, fields }) =>
    fields.flatMap(({ field, value, isChanged, unit, ...rest }) =>
      isChanged
        ? [
            `  ${path}.${field} = ${formatValue(field, value)} ${unit}`.trimEnd() +
              (rest.default === undefined ? "" : ` (default ${formatValue(field, rest.default)})`),
          ]
        : [],
    ),
  );
  const line = `${plural(spec.steps.length, "step")}, ${plural(changed.length, "value")} changed from the default`;
  const warnings = specWarnings(spec);
  const source = specSource(spec);
  const isShort = source !== null && source.length <= longestCode;
  const code = isShort
    ? markup`<details class="ms-code"><summary><b>as TypeScript</b><small>what is not as the model has it by itself</small></summary><pre>${source}</pre></details>`
    : markup``;
  return {
    "text/html": card(
      { name: "Spec", line, warnings, tools: tools(isShort) },
      heading,
      markup`${groups.map(groupOf)}`,
      code,
    ),
    "text/plain": [`Spec: ${line}`, ...warnings.map((warning) => `  Check: ${warning}`), ...changed].join("\n"),
  };
}
