import { displaySymbol, type MimeBundle } from "../kernel/host.js";
import { Recording } from "../recording/recording.js";
import { RunningSimulation } from "../recording/running-simulation.js";
import { Scene } from "../simulation/scene.js";
import { MoviePlayer } from "./movie-player.js";
import { liveCard } from "./recording-card.js";
import { movieCard } from "./rich/recording-display.js";

/** A movie in a line: what it is of, how large and how long. */
function inWords(
  { frameCount, fps, stages, groundTruth }: Recording | RunningSimulation | Scene,
  name: string,
): string {
  const finished = stages.at(-1);
  const cells = `${groundTruth.cellCount} cells`;
  if (!finished) return `${name} of ${cells}, without frames`;
  return `${name} of ${cells}: ${frameCount} frames of ${finished.height} × ${finished.width} pixels at ${fps} fps, stages ${stages.map((stage) => stage.name).join(", ")}`;
}

/** As the last expression of a cell a recording, or a scene, shows what it is over its movie; without frames, in words. */
for (const type of [Recording, Scene]) {
  Object.defineProperty(type.prototype, displaySymbol, {
    async value(this: Recording | Scene): Promise<MimeBundle> {
      const text = { "text/plain": inWords(this, type.name) };
      if (this.stages.length === 0 || this.frameCount === 0) return text;
      const player = new MoviePlayer(this);
      const { "image/png": picture } = await player[displaySymbol]();
      const live = liveCard(this, await movieCard(this, type.name), player)[displaySymbol]();
      const still = await movieCard(this, type.name, picture);
      return { ...(await live), "text/html": still, ...(picture ? { "image/png": picture } : {}), ...text };
    },
  });
}

/** A run shows its movie alone: it is looked at while it becomes one. */
Object.defineProperty(RunningSimulation.prototype, displaySymbol, {
  async value(this: RunningSimulation): Promise<MimeBundle> {
    const text = { "text/plain": inWords(this, "RunningSimulation") };
    return this.frameCount === 0 ? text : { ...(await new MoviePlayer(this)[displaySymbol]()), ...text };
  },
});
