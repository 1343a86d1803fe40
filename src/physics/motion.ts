import type { RandomStream } from "../random/streams.js";
import { hypot, roundHalfEven, sin } from "./elementary.js";

/** How the brain moves under the scope. */
export interface MotionParameters {
  readonly model: "physical" | "walk";
  readonly max_shift_um: number;
  readonly locomotion_freq_hz: number;
  readonly motion_amplitude_um: number;
  readonly locomotion_axis: "y" | "x";
  readonly resonance_freq_hz: number;
  readonly damping_ratio: number;
  readonly locomotion_fraction: number;
  readonly walk_step_um: number;
}

const FINE_RATE_HZ = 300;
const FINEST_RATE_HZ = 20_000;
/** Relative standard deviation of the locomotion's frequency, and how slowly it wanders. */
const FREQUENCY_SPREAD = 0.15;
const FREQUENCY_TAU_S = 0.3;
const NOISE_TAU_S = 0.12;
const PERCENTILE = 0.99;

/** A damped oscillator, and the time step it is integrated with. */
export interface Oscillator {
  /** Natural frequency ω₀ (rad/s). */
  readonly omega: number;
  readonly damping_ratio: number;
  readonly dt: number;
}

/** 4ζω₀dt + (ω₀dt)²: symplectic Euler bursts at 4, and is kept at half of it. */
function stiffness(omega: number, dampingRatio: number, dt: number): number {
  return omega * dt * (4 * dampingRatio + omega * dt);
}

const STIFFEST = 2;

/**
 * The oscillator of a frame rate, and its time steps per frame: those nearest to 300 Hz, or up to 20 kHz where it is stiff.
 * One that is stiffer still is replaced by another with the same slow pole ω₀/2ζ, which moves the brain alike.
 */
export function steadyOscillator(
  resonanceHz: number,
  dampingRatio: number,
  fps: number,
): Oscillator & { readonly bins: number } {
  const omega = Math.min(2 * Math.PI * resonanceHz, 1e12);
  const damping_ratio = Math.min(dampingRatio, 1e12);
  const usual = Math.max(roundHalfEven(FINE_RATE_HZ / fps), 1);
  // The positive root of the stiffness as a function of the rate.
  const needed = omega * (damping_ratio + Math.sqrt(damping_ratio * damping_ratio + 1 / STIFFEST));
  const bins = Math.max(Math.ceil(Math.min(needed, FINEST_RATE_HZ) / fps), usual);
  const dt = 1 / (bins * fps);
  const calm = Math.min(Math.sqrt(STIFFEST / stiffness(omega, damping_ratio, dt)), 1);
  return { omega: calm * omega, damping_ratio: calm * damping_ratio, dt, bins };
}

/**
 * Solves x'' + 2ζω₀x' + ω₀²x = a(t) from rest by symplectic Euler, for an acceleration given at every time step; one mean
 * of x per frame of `bins` steps.
 */
export function oscillate(acceleration: Float64Array, bins: number, { omega, damping_ratio, dt }: Oscillator) {
  const means = new Float64Array(acceleration.length / bins);
  let x = 0;
  let v = 0;
  for (let frame = 0; frame < means.length; frame++) {
    let sum = 0;
    for (let i = frame * bins; i < (frame + 1) * bins; i++) {
      v += dt * (acceleration[i] - 2 * damping_ratio * omega * v - omega * omega * x);
      x += dt * v;
      sum += x;
    }
    means[frame] = sum / bins;
  }
  return means;
}

/** White noise through a one-pole low-pass that starts at 0, divided by its own standard deviation. */
function redNoise(draw: RandomStream, length: number, tau: number, dt: number): Float64Array {
  const noise = new Float64Array(length);
  draw.normals(noise, length);
  const alpha = dt / (tau + dt);
  let level = 0;
  let mean = 0;
  for (let i = 0; i < length; i++) {
    level += alpha * (noise[i] - level);
    noise[i] = level;
    mean += level / length;
  }
  let variance = 0;
  for (const value of noise) variance += ((value - mean) * (value - mean)) / length;
  const scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
  for (let i = 0; i < length; i++) noise[i] *= scale;
  return noise;
}

/** A sine whose frequency wanders around `frequencyHz`. */
function gait(draw: RandomStream, length: number, frequencyHz: number, dt: number): Float64Array {
  const wander = redNoise(draw, length, FREQUENCY_TAU_S, dt);
  let cycles = 0;
  return wander.map((deviation) => {
    cycles += frequencyHz * (1 + FREQUENCY_SPREAD * deviation) * dt;
    cycles -= Math.floor(cycles);
    return sin(2 * Math.PI * cycles);
  });
}

/** Adds (dy, dx) courses to a trajectory, taken from their first frame and scaled to a root mean square radius. */
function addResponse(shifts: Float64Array, axes: readonly (Float64Array | null)[], rms: number): void {
  const courses = axes.map((course) => course?.map((value) => value - course[0]));
  let square = 0;
  for (const course of courses) for (const value of course ?? []) square += (value * value) / (shifts.length / 2);
  const scale = square > 0 ? rms / Math.sqrt(square) : 0;
  courses.forEach((course, axis) => {
    course?.forEach((value, frame) => {
      shifts[2 * frame + axis] += scale * value;
    });
  });
}

/** Radius below which a share of the shifts lies, by linear interpolation between the sorted radii. */
function radiusPercentile(shifts: Float64Array, share: number): number {
  const radii = new Float64Array(shifts.length / 2).map((_, i) => hypot(shifts[2 * i], shifts[2 * i + 1])).sort();
  const at = share * (radii.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, radii.length - 1);
  return radii[low] + (at - low) * (radii[high] - radii[low]);
}

function clampToDisk(shifts: Float64Array, i: number, radius: number): void {
  const r = hypot(shifts[i], shifts[i + 1]);
  if (r <= radius) return;
  shifts[i] *= radius / r;
  shifts[i + 1] *= radius / r;
}

/** The stream of a purpose, and of an axis where each has its own. */
type Draws = (purpose: string, axis?: number) => RandomStream;

function physicalTrajectory(step: MotionParameters, fps: number, frameCount: number, draws: Draws): Float64Array {
  const oscillator = steadyOscillator(step.resonance_freq_hz, step.damping_ratio, fps);
  const { bins, dt } = oscillator;
  const length = frameCount * bins;
  const respond = (drive: Float64Array) => oscillate(drive, bins, oscillator);
  const shifts = new Float64Array(2 * frameCount);
  const stride = respond(gait(draws("locomotion"), length, step.locomotion_freq_hz, dt));
  addResponse(shifts, step.locomotion_axis === "y" ? [stride, null] : [null, stride], step.locomotion_fraction);
  const jitter = [0, 1].map((axis) => respond(redNoise(draws("noise", axis), length, NOISE_TAU_S, dt)));
  addResponse(shifts, jitter, 1 - step.locomotion_fraction);
  const extent = radiusPercentile(shifts, PERCENTILE);
  const scale = extent > 0 ? step.motion_amplitude_um / extent : 0;
  for (let i = 0; i < shifts.length; i++) shifts[i] *= scale;
  for (let i = 0; i < shifts.length; i += 2) clampToDisk(shifts, i, step.max_shift_um);
  return shifts;
}

function walk(step: MotionParameters, frameCount: number, draws: Draws): Float64Array {
  const draw = draws("walk");
  const shifts = new Float64Array(2 * frameCount);
  for (let i = 2; i < shifts.length; i += 2) {
    shifts[i] = shifts[i - 2] + step.walk_step_um * draw.normal();
    shifts[i + 1] = shifts[i - 1] + step.walk_step_um * draw.normal();
    clampToDisk(shifts, i, step.max_shift_um);
  }
  return shifts;
}

/**
 * Shifts (frame, 2) dy, dx of the brain in µm, 0 in the first frame and never beyond `max_shift_um`. "physical" is a
 * damped oscillator driven by locomotion along one axis and by red noise along both, scaled so that the 99th percentile
 * of the radius is `motion_amplitude_um`; "walk" a random walk.
 */
export function motionTrajectory(step: MotionParameters, fps: number, frameCount: number, draws: Draws): Float64Array {
  return step.model === "walk" ? walk(step, frameCount, draws) : physicalTrajectory(step, fps, frameCount, draws);
}
