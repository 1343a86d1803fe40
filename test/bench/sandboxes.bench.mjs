import { fromSource } from "./from-source.mjs";

/** Every sandbox of the lessons, as a learner moves its sliders in real JupyterLab. */
export async function rows() {
  const here = JSON.stringify(new URL("../e2e/browser.ts", import.meta.url).href);
  return (await fromSource("sandbox-rows.ts", { define: { "import.meta.url": here } })).rows();
}
