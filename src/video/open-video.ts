import { openFile } from "../platform/node-files.js";
import { checkFrames, findStage, refuseMask } from "../simulation/frame-range.js";
import type { FrameSource, StageInfo } from "../simulation/frame-source.js";
import { readAvi } from "./avi/avi-reader.js";
import { openMovieStore } from "./movie-store/movie-store.js";
import { asVideoError, VideoError } from "./video-error.js";

/** A video file as a source of frames; close it when it is no longer needed. */
export interface OpenVideo extends FrameSource {
  /** Closes the file. */
  close(): Promise<void>;
}

/**
 * Opens a video that this library wrote: a movie store, or an AVI of bare grey bytes (`Y800`), whose one stage is
 * `"video"`. One that was cut short is read up to its last whole frame.
 * @throws VideoError when there is no such file, or when it is of another kind.
 */
export async function openVideo(path: string): Promise<OpenVideo> {
  try {
    const file = await openFile(path, "read");
    try {
      const { header, entries } = await readAvi(file);
      const [stream, ...others] = header.streams;
      if (stream.codec === "MJPG") {
        const store = await openMovieStore(path);
        await file.close();
        return store;
      }
      const { height, width } = stream;
      if (stream.codec !== "Y800" || others.length > 0 || entries.some(({ size }) => size !== height * width)) {
        throw new VideoError(
          "format",
          `${JSON.stringify(path)} is neither a movie store nor an AVI of bare grey bytes (Y800).`,
        );
      }
      const stage: StageInfo = { name: "video", height, width, dtype: "uint8", unit: "counts", range: [0, 255] };
      const source: OpenVideo = {
        frameCount: entries.length,
        fps: header.fps,
        pixelSizeUm: null,
        stages: [stage],
        async frames(name, from, to, { signal, without } = {}) {
          refuseMask(without, "the frames of a video", "a Scene or a Recording renders them without steps");
          findStage([stage], name);
          checkFrames(from, to, entries.length);
          const data = new Uint8Array((to - from) * height * width);
          for (let t = from; t < to; t++) {
            signal?.throwIfAborted();
            data.set(await file.read(entries[t].position, entries[t].size), (t - from) * height * width);
          }
          return { stage: stage.name, from, to, height, width, data };
        },
        close: () => file.close(),
      };
      return source;
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    throw asVideoError(error, "read", path);
  }
}
