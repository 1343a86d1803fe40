import type { Locator, Page } from "playwright-core";

/** Milliseconds, by the page's clock, from a key to the new picture of a view, or of each view in an element. */
export async function keyToPictures(page: Page, element: Locator, key: string): Promise<number[]> {
  // The clock has to be listening before the key goes down.
  const clock = await element.evaluateHandle((root) => {
    const within = [...root.querySelectorAll<HTMLElement>("[data-generation]")];
    const views = root instanceof HTMLElement && root.dataset.generation !== undefined ? [root] : within;
    let start = 0;
    document.addEventListener("keydown", () => (start = performance.now()), { capture: true, once: true });
    const shown = views.map(
      (view) =>
        new Promise<number>((resolve) => {
          const { generation } = view.dataset;
          const observer = new MutationObserver(() => {
            if (view.dataset.generation === generation) return;
            observer.disconnect();
            resolve(performance.now() - start);
          });
          observer.observe(view, { attributes: true });
        }),
    );
    return { shown };
  });
  await page.keyboard.press(key);
  return clock.evaluate(({ shown }) => Promise.all(shown));
}
