import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MotionParameters, motionTrajectory, oscillate, steadyOscillator } from "../../src/physics/motion.js";
import { RandomStream, streamKey } from "../../src/random/streams.js";
import reference from "../fixtures/reference-statistics.json" with { type: "json" };

const defaults: MotionParameters = {
  model: "physical",
  max_shift_um: 15,
  locomotion_freq_hz: 7,
  motion_amplitude_um: 10,
  locomotion_axis: "y",
  resonance_freq_hz: 6,
  damping_ratio: 0.5,
  locomotion_fraction: 0.25,
  walk_step_um: 0.3,
};

function move(change: Partial<MotionParameters> = {}, { seed = 1, fps = 20, frames = 400 } = {}) {
  const draws = (purpose: string, axis = 0) => new RandomStream(streamKey(seed, "brain_motion", purpose), axis);
  const shifts = motionTrajectory({ ...defaults, ...change }, fps, frames, draws);
  const dy = Array.from({ length: frames }, (_, t) => shifts[2 * t]);
  const dx = Array.from({ length: frames }, (_, t) => shifts[2 * t + 1]);
  return { shifts, dy, dx, radii: dy.map((y, t) => Math.hypot(y, dx[t])) };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((x) => (x - middle) ** 2)));
};

/** The 99th percentile with linear interpolation, from the definition: 1 % of the ranks lie above it. */
function percentile99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = 0.99 * (sorted.length - 1);
  const share = rank % 1;
  return (1 - share) * sorted[Math.floor(rank)] + share * sorted[Math.ceil(rank)];
}

/** Power at a frequency, by a discrete Fourier sum. */
function power(values: readonly number[], frequency: number, fps: number): number {
  let [re, im] = [0, 0];
  values.forEach((value, t) => {
    re += value * Math.cos((2 * Math.PI * frequency * t) / fps);
    im += value * Math.sin((2 * Math.PI * frequency * t) / fps);
  });
  return (re * re + im * im) / values.length ** 2;
}

function bandPower(values: readonly number[], low: number, high: number, fps: number): number {
  const middle = mean(values);
  const centred = values.map((value) => value - middle);
  let sum = 0;
  for (let k = Math.ceil((low * values.length) / fps); k <= (high * values.length) / fps; k++)
    sum += power(centred, (k * fps) / values.length, fps);
  return 2 * sum;
}

const steps = fc.record({
  model: fc.constantFrom("physical" as const, "walk" as const),
  motion_amplitude_um: fc.double({ min: 0.1, max: 40, noNaN: true }),
  max_shift_um: fc.double({ min: 0.1, max: 20, noNaN: true }),
  locomotion_freq_hz: fc.double({ min: 0.1, max: 30, noNaN: true }),
  locomotion_axis: fc.constantFrom("y" as const, "x" as const),
  resonance_freq_hz: fc.double({ min: 0.1, max: 400, noNaN: true }),
  damping_ratio: fc.double({ min: 0.01, max: 30, noNaN: true }),
  locomotion_fraction: fc.double({ min: 0, max: 1, noNaN: true }),
  walk_step_um: fc.double({ min: 0, max: 30, noNaN: true }),
});

describe("brain motion", () => {
  it("starts at 0 and stays in the disk, whatever its parameters", () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(1, 2, 30), fc.constantFrom(7.3, 20, 450), (step, frames, fps) => {
        const { shifts, radii } = move(step, { frames, fps });
        expect([...shifts.slice(0, 2)]).toEqual([0, 0]);
        for (const r of radii) expect(r).toBeLessThanOrEqual(step.max_shift_um * (1 + 1e-12));
      }),
      { numRuns: 60 },
    );
  });

  it("is the same for the same streams, and another for others", () => {
    for (const model of ["physical", "walk"] as const) {
      expect(move({ model }).shifts).toEqual(move({ model }).shifts);
      expect(move({ model }, { seed: 2 }).shifts).not.toEqual(move({ model }).shifts);
    }
  });
});

describe("physical motion", () => {
  it("reaches the amplitude with the 99th percentile of its radius, before the clamp", () => {
    fc.assert(
      fc.property(steps, fc.nat(100), (step, seed) => {
        const free = { ...step, model: "physical" as const, max_shift_um: 1e9 };
        const { radii } = move(free, { seed, frames: 173 });
        expect(percentile99(radii) / step.motion_amplitude_um).toBeCloseTo(1, 9);
        expect(Math.max(...radii)).toBeGreaterThan(step.motion_amplitude_um);
      }),
      { numRuns: 40 },
    );
  });

  it("is clamped along the radius, and elsewhere unchanged", () => {
    const free = move({ max_shift_um: 1e9 });
    const held = move({ max_shift_um: 6 });
    free.radii.forEach((r, t) => {
      const scale = Math.min(1, 6 / r) || 1;
      expect(held.dy[t]).toBeCloseTo(free.dy[t] * scale, 12);
      expect(held.dx[t]).toBeCloseTo(free.dx[t] * scale, 12);
    });
    expect(held.radii.filter((r) => r > 6 - 1e-9).length).toBeGreaterThan(10);
  });

  it("moves along the locomotion axis alone when locomotion is all there is", () => {
    const along = move({ locomotion_fraction: 1, locomotion_axis: "x" });
    expect(along.dy.every((y) => y === 0)).toBe(true);
    expect(deviation(along.dx)).toBeGreaterThan(3);
    expect(move({ locomotion_fraction: 1 }).dy).toEqual(along.dx);
  });

  it("has its steps at the locomotion's frequency, on its axis", () => {
    for (const axis of ["y", "x"] as const) {
      const { dy, dx } = move({ locomotion_axis: axis, locomotion_fraction: 0.5 }, { frames: 4000 });
      const [along, across] = axis === "y" ? [dy, dx] : [dx, dy];
      expect(bandPower(along, 6, 8, 20)).toBeGreaterThan(8 * bandPower(across, 6, 8, 20));
      expect(bandPower(along, 6, 8, 20)).toBeGreaterThan(3 * bandPower(along, 3, 5, 20));
    }
  });

  it("has no preferred axis without locomotion", () => {
    const { dy, dx } = move({ locomotion_fraction: 0 }, { frames: 20_000 });
    expect(deviation(dy) / deviation(dx)).toBeCloseTo(1, 1);
    expect(Math.abs(mean(dy.map((y, t) => y * dx[t])) / (deviation(dy) * deviation(dx)))).toBeLessThan(0.08);
  });

  it.each(["small", "volumetric"] as const)("moves like that of Python minisim in the spec %s", (name) => {
    const known = reference[name].motion;
    const { max_shift_um, motion_amplitude_um } = known.step;
    const runs = Array.from({ length: 12 }, (_, seed) => move({ max_shift_um, motion_amplitude_um }, { seed }));
    const compare = (statistic: { mean: number; sd: number }, values: readonly number[]) => {
      // Five runs there, twelve here.
      const error = Math.sqrt(statistic.sd ** 2 / 5 + deviation(values) ** 2 / 12);
      expect(Math.abs(mean(values) - statistic.mean)).toBeLessThan(4 * error);
    };
    const step = (values: readonly number[]) => values.slice(1).map((value, t) => (value - values[t]) ** 2);
    compare(
      known.rms_um,
      runs.map(({ radii }) => Math.sqrt(mean(radii.map((r) => r * r)))),
    );
    compare(
      known.sd_y_um,
      runs.map(({ dy }) => deviation(dy)),
    );
    compare(
      known.sd_x_um,
      runs.map(({ dx }) => deviation(dx)),
    );
    compare(
      known.max_radius_um,
      runs.map(({ radii }) => Math.max(...radii)),
    );
    compare(
      known.step_rms_um,
      runs.map(({ dy, dx }) => Math.sqrt(mean(step(dy)) + mean(step(dx)))),
    );
    const share = (values: readonly number[]) => bandPower(values, 5.5, 8.5, 20) / bandPower(values, 0.01, 9.99, 20);
    compare(
      known.band_5p5_8p5_power_frac_y,
      runs.map(({ dy }) => share(dy)),
    );
    compare(
      known.band_5p5_8p5_power_frac_x,
      runs.map(({ dx }) => share(dx)),
    );
  });
});

describe("the oscillator", () => {
  const dt = 1 / 3000;
  const respond = (drive: (t: number) => number, seconds: number, omega: number, damping_ratio: number) =>
    oscillate(
      Float64Array.from({ length: seconds * 3000 }, (_, i) => drive(i * dt)),
      1,
      { omega, damping_ratio, dt },
    );

  it("answers a sine with the amplitude and the phase of a damped oscillator", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 10, max: 60, noNaN: true }),
        fc.double({ min: 0.2, max: 1.5, noNaN: true }),
        fc.double({ min: 0.3, max: 2, noNaN: true }),
        (omega, damping, ratio) => {
          const w = ratio * omega;
          const x = respond((t) => Math.sin(w * t), 10, omega, damping);
          // Least squares on the last whole periods, long after the transient.
          const periods = Math.floor((4 * w) / (2 * Math.PI));
          const count = Math.round((periods * 2 * Math.PI) / (w * dt));
          let [inPhase, quadrature] = [0, 0];
          for (let i = x.length - count; i < x.length; i++) {
            inPhase += (2 / count) * x[i] * Math.sin(w * i * dt);
            quadrature += (2 / count) * x[i] * Math.cos(w * i * dt);
          }
          const [real, imaginary] = [omega ** 2 - w ** 2, 2 * damping * omega * w];
          const scale = real ** 2 + imaginary ** 2;
          // The method is of first order.
          const error = 2 * (omega + w) * dt;
          expect(Math.abs(inPhase - real / scale) * Math.sqrt(scale)).toBeLessThan(error);
          expect(Math.abs(quadrature + imaginary / scale) * Math.sqrt(scale)).toBeLessThan(error);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("rings after a blow as e^(−ζω₀t)·sin(ω_d t)/ω_d", () => {
    const [omega, damping] = [30, 0.1];
    const ringing = Math.sqrt(1 - damping ** 2) * omega;
    const x = respond((t) => (t === 0 ? 1 / dt : 0), 1, omega, damping);
    x.forEach((value, i) => {
      const t = (i + 1) * dt;
      expect(Math.abs(value - (Math.exp(-damping * omega * t) * Math.sin(ringing * t)) / ringing)).toBeLessThan(4e-4);
    });
  });

  it("averages the steps of a frame", () => {
    const drive = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i));
    const shape = { omega: 40, damping_ratio: 0.5, dt: 1 / 300 };
    const fine = oscillate(drive, 1, shape);
    oscillate(drive, 15, shape).forEach((value, frame) => {
      expect(value).toBeCloseTo(mean([...fine.slice(15 * frame, 15 * frame + 15)]), 12);
    });
  });

  it("takes steps of about 1/300 s, up to 1/20000 s where it would burst", () => {
    const steps = (resonance: number, fps: number) => steadyOscillator(resonance, 0.5, fps);
    expect(steps(6, 20)).toEqual({ omega: 2 * Math.PI * 6, damping_ratio: 0.5, dt: 1 / 300, bins: 15 });
    expect(steps(6, 7.3).bins).toBe(41);
    expect(steps(6, 1000).bins).toBe(1);
    expect(steps(200, 20)).toMatchObject({ omega: 2 * Math.PI * 200, bins: 86 });
    expect(steps(1e6, 20).bins).toBe(1000);
    const any = fc.double({ min: 0, max: 1e308, noNaN: true });
    fc.assert(
      fc.property(any, any, fc.double({ min: 0.1, max: 1000, noNaN: true }), (resonance, damping, fps) => {
        const { omega, damping_ratio, dt } = steadyOscillator(resonance, damping, fps);
        expect(omega * dt * (4 * damping_ratio + omega * dt)).toBeLessThan(2 + 1e-9);
      }),
    );
  });

  it("moves the brain as a stiffer one would, which it stands in for", () => {
    const alike = (resonance: number, damping: number, fine: number) => {
      const drive = Float64Array.from({ length: 40_000 }, (_, i) => Math.sin(i / 3000));
      const stand = steadyOscillator(resonance, damping, 20);
      const omega = 2 * Math.PI * resonance;
      const scaled = (course: Float64Array) => {
        const peak = Math.max(...course.map(Math.abs));
        return course.map((value) => value / peak);
      };
      const quick = scaled(oscillate(drive, 1000, stand));
      const finer = Float64Array.from({ length: drive.length * fine }, (_, i) => drive[Math.floor(i / fine)]);
      const exact = scaled(oscillate(finer, 1000 * fine, { omega, damping_ratio: damping, dt: stand.dt / fine }));
      quick.forEach((value, t) => {
        expect(value).toBeCloseTo(exact[t], 2);
      });
    };
    alike(9000, 0.5, 10);
    alike(60, 1000, 40);
  });

  it("stays finite whatever its parameters", () => {
    for (const [resonance_freq_hz, damping_ratio] of [
      [200, 8],
      [1e300, 1e-300],
      [1e-300, 1e300],
      [1e300, 1e300],
    ]) {
      const { shifts } = move({ resonance_freq_hz, damping_ratio, max_shift_um: 1e9 }, { frames: 20 });
      expect(shifts.every(Number.isFinite)).toBe(true);
    }
  });
});

describe("a random walk", () => {
  it("takes normal steps of the given size along both axes", () => {
    const { dy, dx } = move({ model: "walk", max_shift_um: 1e9 }, { frames: 20_000 });
    for (const axis of [dy, dx]) {
      const moves = axis.slice(1).map((value, t) => value - axis[t]);
      expect(Math.abs(mean(moves))).toBeLessThan((4 * 0.3) / Math.sqrt(moves.length));
      expect(deviation(moves) / 0.3).toBeCloseTo(1, 1);
      expect(mean(moves.map((m) => m ** 4)) / deviation(moves) ** 4).toBeCloseTo(3, 0);
    }
  });

  it("goes on from the edge of the disk, and stands still with steps of 0", () => {
    const { radii } = move({ model: "walk", max_shift_um: 1, walk_step_um: 0.4 }, { frames: 5000 });
    const touching = radii.filter((r) => r > 1 - 1e-12).length;
    expect(touching).toBeGreaterThan(500);
    expect(touching).toBeLessThan(4500);
    expect(move({ model: "walk", walk_step_um: 0 }).radii.every((r) => r === 0)).toBe(true);
  });
});
