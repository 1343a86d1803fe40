import { addDisplayForm } from "../../kernel/host.js";
import { displayProfile, isProfile } from "./profile-display.js";
import { displaySpec, isSpec } from "./spec-display.js";
import { displayGroundTruth, isGroundTruth } from "./truth-display.js";

// These are plain data, which have no display method: a notebook knows them by their shape.
addDisplayForm("miniscope-lab", (value) => {
  if (isSpec(value)) return displaySpec(value);
  if (isGroundTruth(value)) return displayGroundTruth(value);
  return isProfile(value) ? displayProfile(value) : undefined;
});
