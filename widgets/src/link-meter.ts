/** Messages that the speed is taken from, and those that tell how long the shortest way takes. */
const keptSpeeds = 5;
const keptDelays = 20;
/** Smaller messages say more about the computer than about the link. */
const leastBytes = 32_000;
/** For how long a speed is taken for true, and in multiples of the time that finding out takes. */
const certainForMs = 2000;
const mostWaits = 10;

/** How many bytes a second reach the page, from when messages of a known size leave and arrive. */
export class LinkMeter {
  readonly #speeds: number[] = [];
  readonly #delays: number[] = [];
  #lastArrival = Number.NEGATIVE_INFINITY;
  #lastSpeed = Number.NEGATIVE_INFINITY;

  /** A message that left at `sent` by the kernel's clock and is here at `now` by the page's (ms); they may tell other times. */
  arrived(bytes: number, sent: number, now: number): void {
    // What a message needs that waits for no other, and the difference of the clocks.
    const shortest = Math.min(...this.#delays);
    const start = Math.max(this.#lastArrival, sent + shortest);
    if (this.#delays.length > 0 && bytes >= leastBytes) {
      this.#lastSpeed = now;
      this.#speeds.push((1000 * bytes) / Math.max(1, now - start));
      if (this.#speeds.length > keptSpeeds) this.#speeds.shift();
    }
    this.#delays.push(now - sent);
    if (this.#delays.length > keptDelays) this.#delays.shift();
    this.#lastArrival = now;
  }

  /** How many messages the speed is known from. */
  get samples(): number {
    return this.#speeds.length;
  }

  /** Whether nothing has said for long how fast the link is, measured by what so many bytes would cost to find out. */
  isUncertain(bytes: number, now: number): boolean {
    const cost = (1000 * bytes) / (this.#speeds.at(-1) ?? Number.POSITIVE_INFINITY);
    return now - this.#lastSpeed > Math.max(certainForMs, mostWaits * cost);
  }

  /** The median of the last messages; null before the first. */
  get bytesPerSecond(): number | null {
    if (this.#speeds.length === 0) return null;
    return [...this.#speeds].sort((a, b) => a - b)[this.#speeds.length >> 1];
  }
}
