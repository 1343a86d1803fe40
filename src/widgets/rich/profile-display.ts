import { formatNumber, formatShare } from "../../drawing/format.js";
import type { MimeBundle } from "../../kernel/host.js";
import { tableToText } from "../../kernel/html-table.js";
import type { Profile } from "../../simulation/profile.js";
import { card } from "./card.js";
import { type Markup, markup } from "./markup.js";

/** Whether a value is a profile, known by its shape. */
export function isProfile(value: object): value is Profile {
  const { steps, values, msPerFrame, planMs } = value as Partial<Profile>;
  return typeof msPerFrame === "number" && typeof planMs === "number" && Array.isArray(steps) && Array.isArray(values);
}

interface Cost {
  readonly name: string;
  readonly ms: number;
  readonly share: number;
}

function costTable(title: string, whole: string, costs: readonly Cost[]): Markup {
  const rows = costs.map(
    ({ name, ms, share }) =>
      markup`<tr><td><code>${name}</code></td><td class="ms-n">${formatNumber(ms, 2)}</td><td class="ms-n">${formatShare(share, 1)}</td><td><span class="ms-bar" style="width:${(100 * share).toFixed(1)}%"></span></td></tr>`,
  );
  return markup`<details open><summary><b>${title}</b><small>${whole}</small></summary><table><colgroup><col style="width:34%"><col style="width:14%"><col style="width:14%"><col></colgroup><thead><tr><th>name</th><th class="ms-n">time (ms)</th><th class="ms-n">share</th><th></th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

/** Where the time of a simulation goes, as tables with bars. */
export function displayProfile({ steps, values, msPerFrame, planMs }: Profile): MimeBundle {
  const line = `${formatNumber(msPerFrame, 2)} ms a frame, ${formatNumber(planMs, 0)} ms for the plan`;
  const perStep = steps.map(({ step, ms_per_frame, share }) => ({ name: step, ms: ms_per_frame, share }));
  const once = [...values].sort((a, b) => b.ms - a.ms).map(({ value, ms, share }) => ({ name: value, ms, share }));
  const text = tableToText({
    columns: [
      { name: "step", numeric: false },
      { name: "ms a frame", numeric: true },
      { name: "share", numeric: true },
    ],
    rows: perStep.map(({ name, ms, share }) => [name, formatNumber(ms, 2), formatShare(share, 1)]),
  });
  return {
    "text/html": card(
      { name: "Profile", line },
      costTable("every frame", `${formatNumber(msPerFrame, 2)} ms`, perStep),
      costTable("the plan, once", `${formatNumber(planMs, 0)} ms`, once),
    ),
    "text/plain": `Profile: ${line}\n${text}`,
  };
}
