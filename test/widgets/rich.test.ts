import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toDisplayData } from "../../src/kernel/display.js";
import { setKernelHost } from "../../src/kernel/host.js";
import { cellOf } from "../../src/recording/cell.js";
import { profile } from "../../src/simulation/profile.js";
import { plan } from "../../src/simulation/scene.js";
import { buildSpec } from "../../src/spec/build-spec.js";
import { makeRecordingSpec } from "../../src/spec/make-recording-spec.js";
import { ca1, generic1p, miniscopeV4 } from "../../src/spec/presets.js";
import { parseSpec } from "../../src/spec/spec.js";
import { specGroups } from "../../src/spec/spec-table.js";
import "../../src/widgets/movie-display.js";
import "../../src/widgets/rich/cell-display.js";
import "../../src/widgets/rich/forms.js";
import { Markup, markup } from "../../src/widgets/rich/markup.js";
import { formatValue } from "../../src/widgets/rich/values.js";
import { MemoryHost } from "./memory-host.js";

beforeEach(() => void MemoryHost.install());
afterEach(() => setKernelHost(undefined));

const small = makeRecordingSpec({ nCells: 3, nPx: 64, durationS: 0.5 });
const htmlOf = async (value: unknown) => String((await toDisplayData(value)).data["text/html"]);
const textOf = async (value: unknown) => String((await toDisplayData(value)).data["text/plain"]);

describe("the fields of a spec", () => {
  const fieldsOf = (...[scope, region]: Parameters<typeof buildSpec>) =>
    specGroups(buildSpec(scope, region)).flatMap(({ path, fields }) => fields.map((field) => ({ ...field, path })));

  it("are changed where they differ from the model's defaults, those of populations and layers too", () => {
    const changed = fieldsOf(miniscopeV4(), ca1()).filter(({ isChanged }) => isChanged);
    const at = (path: string) => changed.find((one) => `${one.path}.${one.field}` === path);
    expect(at("acquisition.optics.na")).toMatchObject({ value: 0.3, default: 0.45, label: "numerical aperture" });
    expect(at("place_neurons.populations[0].density_per_mm3") ?? at("place_neurons.density_per_mm3")).toMatchObject({
      default: 25000,
      unit: "mm⁻³",
    });
    expect(at("acquisition.optics.emission_nm")).toBeUndefined();
    expect(changed.every((one) => one.default !== undefined || one.path.includes("["))).toBe(true);
  });

  it("are none changed in a spec that says nothing", () => {
    expect(specGroups(parseSpec({})).flatMap(({ fields }) => fields.filter(({ isChanged }) => isChanged))).toEqual([]);
    const optics = fieldsOf(generic1p(), ca1()).find(({ field }) => field === "depth_of_field_um");
    expect(optics).toMatchObject({ value: "auto", isChanged: false, resolved: expect.any(Number) });
  });
});

describe("a notebook shows", () => {
  it("a spec as a folding table, its changes marked, and as a list of changes in plain text", async () => {
    const spec = buildSpec(miniscopeV4(), ca1(), { duration_s: 30 });
    const html = await htmlOf(spec);
    expect(html).toMatch(/<tr class="ms-changed">.*?numerical aperture.*?0\.3.*?0\.45/);
    expect(html).toMatch(/<tr class="ms-at-default">.*?emission wavelength/);
    expect(html.match(/<details/g)?.length).toBeGreaterThan(10);
    expect(await textOf(spec)).toContain("  acquisition.duration_s = 30 s (default 150)");
    expect(await textOf({ ...spec })).not.toContain("changed from the default");
  });

  it("a ground truth as counts and cells, without asking for what is computed when asked for", async () => {
    const { groundTruth } = await plan(small);
    const html = await htmlOf(groundTruth);
    expect(html.match(/<td class="ms-n">#\d<\/td>/g)).toHaveLength(3);
    expect(await textOf(groundTruth)).toMatch(/^Ground truth of 3 cells: \d in focus, detectable/);
    let asked = false;
    const lazy = Object.create(groundTruth, { observed: { get: () => (asked = true) } });
    await htmlOf(lazy);
    expect(asked).toBe(false);
  });

  it("a profile as what each step costs", async () => {
    const costs = profile(small, { frames: 2 });
    expect(await htmlOf(costs)).toContain("<code>sensor</code>");
    expect(await textOf(costs)).toMatch(/^Profile: .* ms a frame/);
  });

  it("a recording as a card over its movie, with its first picture where widgets cannot run", async () => {
    const { data } = await toDisplayData(await plan(small));
    expect(data["text/html"]).toContain(`src="data:image/png;base64,${data["image/png"]}"`);
    expect(data["text/html"]).toContain("64 × 64");
    expect(data["application/vnd.jupyter.widget-view+json"]).toBeTruthy();
  });
});

it("what is put into markup is escaped, unless it is markup", () => {
  expect(markup`<b title="${'"'}">${"<i>"}${[markup`<u>${1}</u>`]}</b>`).toEqual(
    new Markup('<b title="&#34;">&#60;i&#62;<u>1</u></b>'),
  );
});

it("values of specs read as a person writes them", () => {
  const texts = [0.45, 25000, 6.3e-6, null, "auto", true, [1, 2]].map((value) => formatValue("field", value));
  expect(texts).toEqual(["0.45", "25\u2009000", "6.30·10⁻⁶", "none", "auto", "on", "1, 2"]);
  expect(formatValue("depth_range_um", [80, 260])).toBe("80 – 260");
});

describe("a cell", () => {
  it("shows where it lies, its two footprints, its signal and its trace", async () => {
    const scene = await plan(small);
    const cell = cellOf(scene, 1);
    const { groundTruth } = scene;
    expect(cell.centerUm).toEqual([...groundTruth.centersUm.data.subarray(3, 6)]);
    expect(cell.C).toEqual(groundTruth.C!.data.subarray(scene.frameCount, 2 * scene.frameCount));
    expect([cell.inFocus, cell.detectable, cell.snr]).toEqual([
      groundTruth.inFocus[1] === 1,
      groundTruth.detectable[1] === 1,
      groundTruth.snr![1],
    ]);
    const html = await htmlOf(cell);
    expect(html.match(/<img alt="(planted|observed) footprint"/g)).toHaveLength(2);
    expect(html).toContain("peak SNR");
    expect(/<polyline points="([^"]*)"/.exec(html)![1]).toMatch(/^0,-?\d+\.\d( |$)/);
    expect(await textOf(cell)).toMatch(/^Cell #1: .* deep, SNR /);
  });

  it("shows its place alone where nothing is known of its signal", async () => {
    const scene = await plan({ steps: [{ kind: "place_neurons", positions_um: [[20, 0, 0]] }] });
    const html = await htmlOf(cellOf(scene, 0));
    expect(html).toContain("planted footprint");
    expect(html).not.toMatch(/polyline|SNR|observed footprint/);
  });

  it("has to be there", async () => {
    const scene = await plan(small);
    for (const id of [-1, 0.5, scene.groundTruth.cellCount])
      expect(() => cellOf(scene, id)).toThrow(/There is no cell/);
  });
});
