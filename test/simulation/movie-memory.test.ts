import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { roomForMovie } from "../../src/simulation/render-movie.js";

test("movies that nobody holds any more are let go of while others are made", async () => {
  let gone = 0;
  const watch = new FinalizationRegistry(() => gone++);
  for (let made = 0; gone === 0 && made < 40; made++) {
    // 48 MB, as threads share them.
    watch.register(roomForMovie({ frameCount: 48 }, { dtype: "uint8", height: 1024, width: 1024 }).buffer, null);
    await setImmediate();
  }
  expect(gone).toBeGreaterThan(0);
});
