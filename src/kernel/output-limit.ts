/** How much text of one cell reaches the page; lengths are in characters. */
export interface OutputAllowance {
  /** What may be sent at once. */
  readonly burst: number;
  /** What may be sent a second after that. */
  readonly perSecond: number;
  /** What may be sent in all, the last piece aside. */
  readonly total: number;
  /** What is kept of the newest text while nothing may be sent. */
  readonly tail: number;
  /** What a message costs at least, as many small ones are as heavy as a large one. */
  readonly perMessage: number;
}

// Jupyter's server drops what exceeds 1 MB or 1000 messages a second over three seconds.
const defaultAllowance: OutputAllowance = {
  burst: 2 * 2 ** 20,
  perSecond: 64 * 2 ** 10,
  total: 16 * 2 ** 20,
  tail: 32 * 2 ** 10,
  perMessage: 256,
};

/**
 * Lets text of a stream pass while it is within its allowance; of a flood, its newest lines pass now and then, of a single
 * large text its beginning and its end.
 */
export class OutputLimit {
  private available: number;
  private remaining: number;
  private checked_ms: number;
  private held = "";
  private omitted = 0;

  constructor(
    private readonly allowance: OutputAllowance = defaultAllowance,
    now_ms: number = performance.now(),
  ) {
    this.available = allowance.burst;
    this.remaining = allowance.total;
    this.checked_ms = now_ms;
  }

  get holds(): boolean {
    return this.held !== "";
  }

  /** Takes text in and returns what may be sent now. */
  pass(text: string, now_ms: number = performance.now()): string {
    const { burst, perSecond, perMessage, tail } = this.allowance;
    const elapsed_s = (now_ms - this.checked_ms) / 1000;
    if (elapsed_s >= 1 || !this.holds) {
      this.available = Math.min(burst, this.available + elapsed_s * perSecond);
      this.checked_ms = now_ms;
      const cost = Math.max(perMessage, this.held.length + text.length);
      const room = Math.floor(Math.min(this.available, this.remaining));
      if (cost <= room) {
        this.take(cost);
        return this.release(text);
      }
      if (!this.holds && text.length > tail && room > perMessage) {
        this.take(room);
        this.hold(text.slice(room));
        return text.slice(0, room);
      }
    }
    this.hold(text);
    return "";
  }

  private take(cost: number): void {
    this.available -= cost;
    this.remaining -= cost;
  }

  private hold(text: string): void {
    const { tail } = this.allowance;
    this.held += text;
    if (this.held.length > 2 * tail) this.shorten(tail);
  }

  /** What was held back, with a line that says how much is missing. */
  release(text = ""): string {
    if (this.held.length > this.allowance.tail) this.shorten(this.allowance.tail);
    const notice =
      this.omitted === 0 ? "" : `\n[${this.omitted.toLocaleString("en")} characters of output are left out here]\n`;
    const released = notice + this.held + text;
    this.held = "";
    this.omitted = 0;
    return released;
  }

  private shorten(length: number): void {
    const newline = this.held.indexOf("\n", this.held.length - length);
    const isLast = newline === this.held.length - 1;
    const from = newline < 0 || isLast ? this.held.length - length : newline + 1;
    this.omitted += from;
    this.held = this.held.slice(from);
  }
}
