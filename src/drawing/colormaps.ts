/** The names of the colour maps, in the order in which a viewer offers them. */
export const colormapNames = ["grey", "gcamp", "viridis", "magma"] as const;

export type ColormapName = (typeof colormapNames)[number];

/** The map of differences: blue below zero, black at zero, orange above. It is not one to choose. */
export const signedColormap = "signed";

/** 256 RGBA colours, dark to bright: byte `4i + c` is channel `c` of colour `i`. */
export type LookupTable = Uint8ClampedArray;

/** Colours at equal distances along each map, linear in between. Viridis and magma: van der Walt and Smith, 2015. */
const controlPoints: Readonly<Record<ColormapName | typeof signedColormap, string>> = {
  grey: "000000 ffffff",
  gcamp: "000000 002a10 08682a 2eae48 80e278 e2ffce",
  viridis:
    "440154 471265 482273 46317e 424085 3c4d8a 365b8c 30678d 2b738e 277e8e 22898d " +
    "1f968b 1fa187 26ac81 35b778 49c16d 64cb5d 81d34c 9fd938 bfdf24 dfe318 fde724",
  magma:
    "000003 060519 120d33 221150 350f6a 4a1079 5e177f 711f81 842681 972c7f ab337c " +
    "c03a75 d3426d e44e64 f0605d f8755c fc8e63 fda470 febb80 fdd193 fce6a8 fbfcbf",
  signed: "96d6ff 4294d6 18548c 121e2c 000000 2c1c0e 884e0e d68c28 ffd68c",
};

const tables = new Map<string, LookupTable>();

/** The table of a colour map; the same array each time. */
export function lookupTable(name: ColormapName | typeof signedColormap): LookupTable {
  const known = tables.get(name);
  if (known) return known;
  const table = interpolate(controlPoints[name].split(" ").map(rgb));
  tables.set(name, table);
  return table;
}

/** The colour at `share` (0 dark … 1 bright) of a map, as CSS. */
export function colourAt(name: ColormapName, share: number): string {
  const at = 4 * Math.round(255 * Math.min(1, Math.max(0, share)));
  const [red, green, blue] = lookupTable(name).subarray(at, at + 3);
  return `rgb(${red}, ${green}, ${blue})`;
}

function interpolate(points: readonly (readonly number[])[]): LookupTable {
  const table = new Uint8ClampedArray(1024);
  for (let i = 0; i < 256; i++) {
    const along = (i / 255) * (points.length - 1);
    const first = Math.min(points.length - 2, Math.floor(along));
    for (let c = 0; c < 3; c++) {
      table[4 * i + c] = points[first][c] + (points[first + 1][c] - points[first][c]) * (along - first);
    }
    table[4 * i + 3] = 255;
  }
  return table;
}

function rgb(hex: string): number[] {
  const value = Number.parseInt(hex, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
