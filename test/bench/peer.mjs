import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rows as storeRows } from "./movie-store.bench.mjs";
import { median, ours, theirs, writeSpec } from "./whole-process.mjs";

const SIDE = 608;
const FPS = 20;
const [SHORT_S, MIDDLE_S, LONG_S] = [30, 180, 1800];

const WORDS = { wall_s: "wall", cpu_s: "CPU", peak_mb: "peak memory" };

/** What a figure must be: so many times less than the other's, at most or at least so much. */
const timesLess = (times) => ({ text: `${times} × less`, isMet: ({ ours, theirs }) => theirs / ours >= times });
const atMost = (limit) => ({ text: `≤ ${limit}`, isMet: ({ ours }) => ours <= limit });
const atLeast = (limit) => ({ text: `≥ ${limit}`, isMet: ({ ours }) => ours >= limit });

/**
 * `npm run bench -- --peer [ROUNDS]`: what is promised of speed and memory, beside Python minisim and py-pde in one run. Whole
 * processes from start to closed file, ours and theirs in turns; medians of the rounds.
 */
export async function main(rounds = "3") {
  const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-peer-"));
  try {
    show([
      ["", "miniscope-lab", "Python", "better by", "must be"],
      ["---", "---:", "---:", "---:", "---"],
    ]);
    show(shortRows(folder, Number(rounds)).map(cells));
    show(goalsOfStores(await storeRows()).map(cells));
    show(longRows(folder).map(cells));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function shortRows(folder, rounds) {
  const spec = writeSpec(folder, SHORT_S);
  const runs = Array.from({ length: rounds }, (_, round) => {
    console.error(`Half a minute, round ${round + 1} of ${rounds} …`);
    return {
      avi: [ours(spec, join(folder, "ours.avi")), theirs(spec, join(folder, "theirs.avi"))],
      memory: [ours(spec, "memory"), theirs(spec, "memory")],
      plan: ours(spec, "plan"),
    };
  });
  const rows = (name, kind, goals) =>
    Object.entries(goals).map(([key, goal]) => {
      const [mine, other] = [0, 1].map((side) => median(runs.map((run) => run[kind][side][key])));
      return {
        name: `${SHORT_S * FPS} frames ${name}, ${WORDS[key]}`,
        unit: key === "peak_mb" ? "MB" : "s",
        ours: mine,
        theirs: other,
        goal,
      };
    });
  return [
    ...rows("to Y800 AVI", "avi", { wall_s: timesLess(10), cpu_s: timesLess(9), peak_mb: atMost(350) }),
    ...rows("in memory", "memory", { wall_s: timesLess(12), cpu_s: timesLess(12), peak_mb: atMost(600) }),
    { name: "plan of the scene", unit: "s", ours: median(runs.map(({ plan }) => plan.run_s)), goal: atMost(0.5) },
  ];
}

/** Half an hour, beside a tenth of it: memory must not grow with the recording. */
function longRows(folder) {
  const frames = LONG_S * FPS;
  const long = writeSpec(folder, LONG_S);
  console.error(`${frames} frames to the null device …`);
  const [tenth, whole] = [ours(writeSpec(folder, MIDDLE_S), "null"), ours(long, "null")];
  const rows = [
    { name: `${frames} frames to the null device`, unit: "/s", ours: frames / whole.run_s, goal: atLeast(700) },
    { name: `${frames} frames, of CPU time`, unit: "/s", ours: frames / whole.cpu_s },
    {
      name: `${frames} frames, peak memory to that of ${MIDDLE_S * FPS}`,
      unit: "×",
      ours: whole.peak_mb / tenth.peak_mb,
      goal: atMost(1.1),
    },
  ];
  const bytes = frames * SIDE ** 2;
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < 2 * bytes) {
    console.error(
      `${frames} frames to an AVI are left out: the disk has less than ${Math.ceil((2 * bytes) / 1e9)} GB.`,
    );
    return rows;
  }
  console.error(`${frames} frames to an AVI …`);
  const path = join(folder, "long.avi");
  const written = frames / ours(long, path).run_s;
  rmSync(path);
  const disk = frames / plainWriting(path, bytes);
  return [
    ...rows,
    { name: `${frames} frames to Y800 AVI`, unit: "/s", ours: written },
    { name: "the disk's own rate, bytes of such frames", unit: "/s", ours: disk },
  ];
}

/** Seconds to write so many bytes and nothing else. */
function plainWriting(path, bytes) {
  const piece = new Uint8Array(8 * SIDE ** 2).fill(60);
  const begun = performance.now();
  const file = openSync(path, "w");
  for (let done = 0; done < bytes; ) done += writeSync(file, piece);
  closeSync(file);
  return (performance.now() - begun) / 1000;
}

function goalsOfStores(rows) {
  const value = (name) => rows.find((row) => row.name === `store, ${name}`).value;
  const goal = (what, unit, is, peer) => {
    const other = peer && { theirs: value(`${peer}, py-pde`) };
    return { name: `store, ${what}`, unit, ours: value(what), ...other, goal: is };
  };
  return [
    goal("frames written a second", "/s", atLeast(500), "frames written a second"),
    goal("frames read a second, in order", "/s", atLeast(700), "frames read a second, in order"),
    goal("any frame, longest median of 5 reads of 100", "ms", atMost(5), "any frame, median"),
    goal("any frame, longest of 100", "ms", atMost(5), "any frame, median"),
    goal("any frame, most CPU time of 100", "ms", atMost(5)),
    goal("size beside FFV1", "×", atMost(1.05)),
  ];
}

/** Lines of a table in Markdown. */
function show(lines) {
  for (const line of lines) console.log(`| ${line.join(" | ")} |`);
}

function cells(row) {
  const { name, unit, ours, theirs, goal } = row;
  const ratio = theirs === undefined ? "" : `${readable(unit === "/s" ? ours / theirs : theirs / ours)} ×`;
  const verdict = goal ? `${goal.text}: ${goal.isMet(row) ? "yes" : "no"}` : "";
  return [`${name} (${unit})`, readable(ours), theirs === undefined ? "" : readable(theirs), ratio, verdict];
}

/** Three significant digits. */
function readable(value) {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
