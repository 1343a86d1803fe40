import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
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

let bundle: Promise<string> | undefined;

/** A page with the views, the kernel's models and a kernel of its own in `window.lab`. */
export async function openPage(
  browser: Browser,
  { width = 1240, height = 960, theme = "light" as "light" | "dark" } = {},
): Promise<Page> {
  bundle ??= build({
    entryPoints: [here("page.ts")],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    external: ["@napi-rs/canvas"],
  }).then(({ outputFiles }) => outputFiles[0].text);
  const page = await browser.newPage({ viewport: { width, height } });
  const styles = [
    readFileSync(here("jupyterlab-theme.css"), "utf8"),
    ...styleSheets(join(root, "widgets/css"), "miniscope.css"),
  ];
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>widgets</title><style>${styles.join("\n")}</style><body data-jp-theme-light="${theme === "light"}">`;
  // Video encoders are for secure pages only, as those of localhost are.
  await page.route("http://localhost/widgets", (route) => route.fulfill({ body, contentType: "text/html" }));
  await page.goto("http://localhost/widgets");
  await page.addScriptTag({ content: await bundle });
  return page;
}
