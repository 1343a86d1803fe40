/** Called when a trait changed, with the new and the previous value. May be async. */
export type Observer<V, W> = (value: V, previous: V, widget: W) => unknown;

/** Runs a callback so that what it throws, now or later, is printed rather than thrown. */
export function runGuarded(label: string, callback: () => unknown): Promise<void> | undefined {
  try {
    const result = callback();
    if (result instanceof Promise) return result.then(undefined, (error) => report(label, error));
  } catch (error) {
    report(label, error);
  }
  return undefined;
}

/**
 * An observer that never runs twice at once and never sees a stale value: what arrives while it runs replaces what
 * was waiting. Between two runs the event loop turns once, so that queued messages are taken in first.
 */
export function latestOnly<V, W>(label: string, observer: Observer<V, W>): Observer<V, W> {
  let waiting: { value: V; previous: V; widget: W } | undefined;
  let running = false;

  const run = async () => {
    running = true;
    while (waiting) {
      const { value, previous, widget } = waiting;
      waiting = undefined;
      await runGuarded(label, () => observer(value, previous, widget));
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    running = false;
  };

  return (value, previous, widget) => {
    waiting = { value, previous: waiting ? waiting.previous : previous, widget };
    if (!running) void run();
  };
}

function report(label: string, error: unknown): void {
  console.error(`${label} failed:`, error);
}
