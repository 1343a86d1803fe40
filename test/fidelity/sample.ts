/** Mean of some numbers. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Standard deviation about the mean; `ddof` 1 for that of a sample. */
export function deviation(values: ArrayLike<number>, ddof = 0): number {
  const middle = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - middle) ** 2;
  return Math.sqrt(sum / (values.length - ddof));
}

/** Linearly interpolated quantile, 0 ≤ q ≤ 1. */
export function quantile(values: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
}

/** Lag at which the autocorrelation first falls below 1/e, interpolated between samples. */
export function correlationLag(values: ArrayLike<number>): number {
  const middle = mean(values);
  const at = (lag: number) => {
    let sum = 0;
    for (let i = lag; i < values.length; i++) sum += (values[i] - middle) * (values[i - lag] - middle);
    return sum;
  };
  const whole = at(0);
  let before = 1;
  for (let lag = 1; lag < values.length; lag++) {
    const now = at(lag) / whole;
    if (now < 1 / Math.E) return lag - 1 + (before - 1 / Math.E) / (before - now);
    before = now;
  }
  return values.length;
}

/** Correlation coefficient of two courses. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [ma, mb] = [mean(a), mean(b)];
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - ma) * (b[i] - mb);
  return sum / a.length / (deviation(a) * deviation(b));
}

/** Shares of a course's power in bands of frequency (Hz), by the discrete Fourier transform of its deviations. */
export function powerShares(values: ArrayLike<number>, fps: number, bands: readonly (readonly [number, number])[]) {
  const n = values.length;
  const middle = mean(values);
  const shares = bands.map(() => 0);
  let total = 0;
  for (let k = 1; k <= n / 2; k++) {
    let [re, im] = [0, 0];
    for (let i = 0; i < n; i++) {
      re += (values[i] - middle) * Math.cos((2 * Math.PI * k * i) / n);
      im += (values[i] - middle) * Math.sin((2 * Math.PI * k * i) / n);
    }
    const power = re * re + im * im;
    total += power;
    bands.forEach(([low, high], band) => {
      if ((k * fps) / n >= low && (k * fps) / n <= high) shares[band] += power;
    });
  }
  return shares.map((share) => share / total);
}

/** The summaries of a distribution over cells, under a common name. */
export function distribution(name: string, values: ArrayLike<number>): Record<string, number> {
  const quantiles = Object.fromEntries(
    [5, 25, 50, 75, 95].map((p) => [`${name}/p${String(p).padStart(2, "0")}`, quantile(values, p / 100)]),
  );
  return {
    [`${name}/mean`]: mean(values),
    [`${name}/sd`]: deviation(values),
    ...quantiles,
    [`${name}/min`]: quantile(values, 0),
    [`${name}/max`]: quantile(values, 1),
  };
}
