import { parseArgs } from "node:util";
import { type BuildSpecOptions, buildSpec } from "../spec/build-spec.js";
import { cacheKey, canonicalJson } from "../spec/canonical.js";
import { withValues } from "../spec/path.js";
import { ca1, cortexL23, generic1p, miniscopeV4 } from "../spec/presets.js";
import { specWarnings } from "../spec/spec.js";
import { parseAssignment, parseValue } from "./assignment.js";
import { type Command, UsageError } from "./command.js";
import { exactJson } from "./exact-json.js";

const scopes = [miniscopeV4(), generic1p()];
const regions = [ca1(), cortexL23()];
const namesOf = (presets: readonly { readonly name: string }[]) => presets.map(({ name }) => name).join(", ");

const options = {
  scope: { type: "string" },
  region: { type: "string" },
  duration: { type: "string" },
  fps: { type: "string" },
  seed: { type: "string" },
  populations: { type: "string" },
  activity: { type: "string" },
  sensor: { type: "string" },
  "extra-step": { type: "string", multiple: true },
  "no-neuropil": { type: "boolean", default: false },
  "no-vasculature": { type: "boolean", default: false },
  "no-scope-fields": { type: "boolean", default: false },
  "save-intermediates": { type: "boolean", default: false },
  set: { type: "string", multiple: true },
  canonical: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

export const specCommand: Command = {
  usage: "spec --scope NAME --region NAME [OPTIONS]",
  help: `Prints the spec of a recording of a region through a scope, as JSON with every field.
--scope NAME            ${namesOf(scopes)}
--region NAME           ${namesOf(regions)}
--duration S            seconds, 150 without it
--fps N                 frames a second, 20 without it
--seed N                a whole number from 0 up, 0 without it
--populations JSON      a list of populations in place of the region's
--activity JSON         fields of cell_activity that replace the region's
--sensor JSON           fields of sensor that replace the scope's
--extra-step STEP       a step besides: a kind such as brain_motion, or its JSON; may be repeated
--no-neuropil, --no-vasculature, --no-scope-fields
                        without the region's haze, its vessels, the scope's illumination, vignette and leakage
--save-intermediates    asks for snapshots of every stage
--set PATH=VALUE        replaces a field, object or list, as in --set acquisition.optics.na=0.4; may be repeated
--canonical             in one line, in the form that the cache key is made of
--json                  {ok, cacheKey, warnings, spec} in place of the spec`,
  async run(args) {
    const { values } = parseArgs({ args: [...args], options });
    const scope = preset("--scope", scopes, values.scope);
    const region = preset("--region", regions, values.region);
    const built = buildSpec(scope, region, buildOptions(values));
    const spec = withValues(
      built,
      Object.fromEntries((values.set ?? []).map((text) => parseAssignment("--set", text))),
    );
    if (values.json) {
      console.log(exactJson({ ok: true, cacheKey: await cacheKey(spec), warnings: specWarnings(spec), spec }));
    } else {
      console.log(values.canonical ? canonicalJson(spec) : exactJson(spec));
    }
  },
};

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

function preset<Preset extends { readonly name: string }>(
  option: string,
  presets: readonly Preset[],
  name: string | undefined,
): Preset {
  const found = presets.find((candidate) => candidate.name === name);
  if (found) return found;
  const problem = name === undefined ? `${option} is missing` : `${option} ${name} is unknown`;
  throw new UsageError(`${problem}; there are ${namesOf(presets)}.`);
}

/** What was typed, as the options of buildSpec, which checks them. */
function buildOptions(values: Values): BuildSpecOptions {
  const { duration, fps, seed, populations, activity, sensor } = values;
  const typed = Object.entries({ duration_s: duration, fps, seed, populations, activity, sensor });
  const given = typed.flatMap(([name, text]) => (text === undefined ? [] : [[name, parseValue(text)]]));
  return {
    ...Object.fromEntries(given),
    extraSteps: (values["extra-step"] ?? []).map((text) => (text.startsWith("{") ? parseValue(text) : { kind: text })),
    includeNeuropil: !values["no-neuropil"],
    includeVasculature: !values["no-vasculature"],
    includeScopeFields: !values["no-scope-fields"],
    saveIntermediates: values["save-intermediates"],
  };
}
