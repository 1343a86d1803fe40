import { fromSource } from "./from-source.mjs";

/** The page's side, in real JupyterLab and Chromium; it shares TypeScript with the tests. */
export async function rows() {
  const here = JSON.stringify(new URL("../e2e/browser.ts", import.meta.url).href);
  return (await fromSource("browser-rows.ts", { define: { "import.meta.url": here } })).rows();
}
