import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { launch, openPage } from "./browser.js";

const requirejs = createRequire(import.meta.url).resolve("requirejs/require.js");
const nbextension = fileURLToPath(new URL("../../widgets/nbextension/", import.meta.url));

interface Amd {
  define(name: string, module: () => unknown): void;
  requirejs: ((names: string[], take: (...modules: Record<string, unknown>[]) => void) => void) & {
    config(options: object): void;
  };
}

it("the same views come with their styles by RequireJS, from where extension.js says", async () => {
  const browser = await launch();
  try {
    const page = await openPage(browser);
    await page.evaluate(() => {
      for (const style of document.querySelectorAll("style")) style.remove();
    });
    await page.route("http://localhost/nbextensions/miniscope-lab-widgets/*", (route) =>
      route.fulfill({ path: nbextension + new URL(route.request().url()).pathname.split("/").at(-1) }),
    );
    await page.addScriptTag({ path: requirejs });
    const [loaded, known] = await page.evaluate(async () => {
      const { lab } = window;
      const { define, requirejs } = window as unknown as Amd;
      define("@jupyter-widgets/base", () => lab.base);
      requirejs.config({ baseUrl: "/" });
      const load = (name: string) =>
        new Promise<Record<string, unknown>>((resolve) => requirejs([name], (module) => resolve(module)));
      await load("nbextensions/miniscope-lab-widgets/extension");
      const views = await load("miniscope-lab-widgets");
      const own = Object.keys(lab.classes).filter((name) => !(name in lab.base));
      for (const name of own) delete lab.classes[name];
      Object.assign(lab.classes, views);
      await lab.show(new lab.MoviePlayer(lab.movieOfCells(20, 100, 4)));
      return [Object.keys(views).sort(), own.sort()];
    });
    expect(loaded).toEqual(known);
    await page.waitForSelector(".ms-player[data-frame='0'][data-state='ready']");
    expect(await page.evaluate(() => getComputedStyle(document.querySelector(".ms-header")!).display)).toBe("flex");
  } finally {
    await browser.close();
  }
});
