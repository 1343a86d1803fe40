import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellCalcium } from "../../src/compute/simd-calcium.js";
import { activityModel, activityStreams } from "../../src/physics/activity.js";
import { type CalciumRun, type CalciumState, plainCalcium } from "../../src/physics/cell-calcium.js";
import { CHUNK_FRAMES } from "../../src/physics/chunks.js";
import { expectSameBits } from "../support/same-bits.js";

const streams = activityStreams(3);

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const models = fc
  .record({
    spike_sim_hz: between(1, 1200),
    p_quiescent_to_active: between(0.001, 1.5),
    p_active_to_quiescent: between(0.001, 1.5),
    active_rate_hz: between(1, 900),
    quiescent_rate_hz: between(0, 5),
    tau_rise_s: between(0.005, 0.1),
    // Down to a kernel that is shorter than a frame.
    tau_decay_s: fc.oneof(between(0.11, 1.5), between(0.002, 0.004)),
  })
  .chain((parameters) => between(5, 40).map((fps) => ({ parameters, fps })))
  .map(({ parameters, fps }) => activityModel({ ...parameters, brightness_cv: 0, f0: 1, trace_noise: 0 }, fps));

/** Runs some frames and tells all that comes out. */
function outcome(calcium: CalciumRun, frames: number) {
  calcium.run(frames);
  return {
    calcium: calcium.calcium.slice(0, frames),
    spikes: calcium.spikes.slice(0, frames),
    state: calcium.state,
  };
}

function expectSame(fast: ReturnType<typeof outcome>, plain: ReturnType<typeof outcome>): CalciumState {
  expectSameBits(fast.calcium, plain.calcium);
  expectSameBits(fast.spikes, plain.spikes);
  expect(fast.state).toEqual(plain.state);
  return plain.state;
}

describe("calcium by SIMD", () => {
  it("equals the plain one bit for bit, from the beginning and from any state", () => {
    const stretches = fc.array(fc.integer({ min: 1, max: CHUNK_FRAMES }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(models, fc.nat(0xffff), stretches, (model, entity, lengths) => {
        const [fast, plain] = [cellCalcium(streams), plainCalcium(streams)];
        const cells = [fast(model, entity), plain(model, entity)];
        let state: CalciumState | undefined;
        for (const frames of lengths) {
          const [one, other] = cells.map((cell) => outcome(cell, frames));
          state = expectSame(one, other);
        }
        expectSame(outcome(fast(model, entity, state), 50), outcome(plain(model, entity, state), 50));
        expectSame(outcome(fast(model, entity + 1), 50), outcome(plain(model, entity + 1), 50));
      }),
      { numRuns: 200 },
    );
  });

  it("equals it millions of frames on", () => {
    const model = activityModel(
      {
        spike_sim_hz: 900,
        p_quiescent_to_active: 0.1,
        p_active_to_quiescent: 0.1,
        active_rate_hz: 90,
        quiescent_rate_hz: 1,
        tau_rise_s: 0.05,
        tau_decay_s: 0.5,
        brightness_cv: 0,
        f0: 1,
        trace_noise: 0,
      },
      20,
    );
    const late = { slow: 0.25, fast: 0.125, active: true, frame: 400_000_000 };
    expectSame(outcome(cellCalcium(streams)(model, 1, late), 128), outcome(plainCalcium(streams)(model, 1, late), 128));
  });
});
