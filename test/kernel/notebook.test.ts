import { afterEach, expect, it } from "vitest";
import { displaySymbol, type KernelHost, setKernelHost } from "../../src/kernel/host.js";
import { clearOutput, display } from "../../src/kernel/notebook.js";

afterEach(() => setKernelHost(undefined));

it("shows a value by its display method and replaces it under the same id", async () => {
  const shown: unknown[] = [];
  const host: Pick<KernelHost, "display"> = { display: (data, options) => shown.push([data, options]) };
  setKernelHost(host as KernelHost);
  const handle = await display({ [displaySymbol]: async () => ({ "text/html": "<i>1</i>", "text/plain": "1" }) });
  await handle.update(2);
  const { displayId } = handle;
  expect(shown).toEqual([
    [
      { "text/html": "<i>1</i>", "text/plain": "1" },
      { metadata: {}, displayId, update: false },
    ],
    [{ "text/plain": "2" }, { metadata: {}, displayId, update: true }],
  ]);
});

it("says where it works when there is no kernel", async () => {
  await expect(display(1)).rejects.toThrow("notebook cell only");
  expect(() => clearOutput()).toThrow("notebook cell only");
});

it("refuses what a display method must not return", async () => {
  setKernelHost({} as KernelHost);
  await expect(display({ [displaySymbol]: () => "text" })).rejects.toThrow("must return a MIME bundle");
});
