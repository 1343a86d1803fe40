import type { SpecProblem } from "../../src/spec/errors.js";
import { findStep, type Spec } from "../../src/spec/spec.js";

type Explains = (problem: SpecProblem, text: string) => boolean;

/** Rules that Python minisim asks about only when it simulates. */
export const simulationRules: Readonly<Record<string, Explains>> = {
  "a rise as long as the decay": ({ path, allowed }) =>
    path.endsWith(".tau_rise_s") && allowed.startsWith("below tau_decay_s"),
  "a trajectory of another length": ({ path, allowed }) =>
    path.endsWith(".trajectory_um") && allowed.includes("one per frame"),
};

/** What is a wrong spec here and a right one for Python minisim, on purpose: each names problems that it explains. */
export const stricter: Readonly<Record<string, Explains>> = {
  "texts for numbers": ({ value, allowed }) =>
    typeof value === "string" && isNumeric(allowed) && Number.isFinite(Number(value)),
  "true and false for numbers": ({ value, allowed }) => typeof value === "boolean" && isNumeric(allowed),
  "numbers and texts for true and false": ({ allowed }) => allowed === "true or false",
  "infinity and NaN": ({ value, message }, text) =>
    value === Number.POSITIVE_INFINITY || (message.startsWith("spec is not JSON") && /NaN|Infinity/.test(text)),
  "negative seeds": ({ path, value }) => path === "seed" && Number(value) < 0,
  "leakage without extent": ({ path, value }) => path.endsWith("sigma_um") && typeof value === "number" && value <= 0,
  "negative depths": ({ path, value }) => path.endsWith("][0]") && typeof value === "number" && value < 0,
  "no frame at all": ({ path, allowed }) => path === "acquisition.duration_s" && allowed.startsWith("long enough"),
  "more frames than can be counted": ({ path, allowed }) =>
    path === "acquisition.duration_s" && allowed.startsWith("short enough"),
  "whole numbers above 2⁵³ − 1": ({ value, allowed }) =>
    allowed.startsWith("a whole number") && Number(value) > Number.MAX_SAFE_INTEGER,
  ...simulationRules,
};

/** What is a right spec here and a wrong one for Python minisim, on purpose: each names complaints that it explains. */
export const laxer: Readonly<Record<string, (complaint: string, spec: Spec) => boolean>> = {
  "an amplitude beside a trajectory": (complaint, spec) =>
    /motion_amplitude_um/.test(complaint) && Array.isArray(findStep(spec, "brain_motion")?.trajectory_um),
  "no steps": (complaint) => /^ValidationError: 1 validation error for Spec\nsteps\n {2}Field required/.test(complaint),
};

const isNumeric = (allowed: string) => /^(a number|a whole number)/.test(allowed);
