import type { ActivityParameters } from "../../src/physics/activity.js";

/** What the step cell_activity has by default, without noise. */
export const defaultActivity: ActivityParameters = {
  spike_sim_hz: 300,
  p_quiescent_to_active: 0.005,
  p_active_to_quiescent: 0.3,
  active_rate_hz: 150,
  quiescent_rate_hz: 0.6,
  tau_rise_s: 0.05,
  tau_decay_s: 0.5,
  brightness_cv: 0.3,
  f0: 1,
  trace_noise: 0,
};
