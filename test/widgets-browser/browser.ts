import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumOptions } from "../support/chromium.js";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const root = here("../../");

/** Where a test keeps pictures to look at. */
export function artefact(name: string): string {
  const folder = join(root, "test-artifacts", "widgets");
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}

export function launch(): Promise<Browser> {
  return chromium.launch(chromiumOptions());
}

/** A style sheet and those it imports. */
function styleSheets(folder: string, name: string): string[] {
  const text = readFileSync(join(folder, name), "utf8");
  const imported = [...text.matchAll(/@import "\.\/(.+)";/g)].flatMap(([, file]) => styleSheets(folder, file));
  return [...imported, text.replaceAll(/@import.*/g, "")];
}

/** What makes frames small runs in the test, as it does in the kernel. */
const outside: Plugin = {
  name: "outside",
  setup({ onResolve }) {
    onResolve({ filter: /small-chunks\.js$/ }, () => ({ path: here("page-small-chunks.ts") }));
  },
};

const origin = "http://localhost";

let scripts: Promise<ReadonlyMap<string, string>> | undefined;

/** The page's script, and that of the thread in which the page compiles specs and renders frames. */
async function bundled(): Promise<ReadonlyMap<string, string>> {
  const entries = {
    "/page.js": here("page.ts"),
    "/platform/browser-engine.js": join(root, "src/platform/browser-engine.ts"),
  };
  const built = Object.entries(entries).map(async ([name, entry]) => {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: "iife",
      target: "es2022",
      external: ["@napi-rs/canvas", "node:*"],
      plugins: [outside],
      define: { "import.meta.url": JSON.stringify(origin + name) },
    });
    return [name, outputFiles[0].text] as const;
  });
  return new Map(await Promise.all(built));
}

/** A page with the views, the kernel's models and a kernel of its own in `window.lab`. */
export async function openPage(
  browser: Browser,
  { width = 1240, height = 960, theme = "light" as "light" | "dark", hasDecoder = true } = {},
): Promise<Page> {
  scripts ??= bundled();
  const served = await scripts;
  const page = await browser.newPage({ viewport: { width, height } });
  // What a busy machine may take, not what is expected.
  page.setDefaultTimeout(60_000);
  const styles = [
    readFileSync(here("jupyterlab-theme.css"), "utf8"),
    ...styleSheets(join(root, "widgets/css"), "miniscope.css"),
  ];
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>widgets</title><style>${styles.join("\n")}</style><body data-jp-theme-light="${theme === "light"}">`;
  // Video encoders are for secure pages only, as those of localhost are.
  await page.route(`${origin}/**`, (route) => {
    const script = served.get(new URL(route.request().url()).pathname);
    return route.fulfill({ body: script ?? body, contentType: script ? "text/javascript" : "text/html" });
  });
  if (!hasDecoder) await page.addInitScript("delete window.VideoDecoder");
  await page.goto(`${origin}/widgets`);
  await page.addScriptTag({ url: "/page.js" });
  return page;
}
