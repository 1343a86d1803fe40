import { ArrayBufferTarget, Muxer } from "mp4-muxer";

/** What a movie is encoded as, the first that the browser has an encoder for. */
const codecs = [
  { name: "H.264", muxed: "avc", codec: "avc1.640033" },
  { name: "H.264", muxed: "avc", codec: "avc1.42E033" },
  { name: "VP9", muxed: "vp9", codec: "vp09.00.51.08" },
  { name: "AV1", muxed: "av1", codec: "av01.0.09M.08" },
] as const;

/** Noise is what takes the bits: fewer than these a pixel would smooth it away. */
const bitsPerPixel = 0.5;
const keyFrameEvery = 20;
/** Pictures that wait for the encoder, at most. */
const mostWaiting = 4;

/** A movie being encoded to MP4 by the browser's own encoder. */
export class VideoWriter {
  readonly #encoder: VideoEncoder;
  readonly #muxer: Muxer<ArrayBufferTarget>;
  readonly #fps: number;
  #failure: unknown = null;

  private constructor(
    /** What it is encoded as. */
    readonly codec: string,
    config: VideoEncoderConfig,
    muxed: (typeof codecs)[number]["muxed"],
    fps: number,
  ) {
    const { width, height } = config;
    this.#fps = fps;
    this.#muxer = new Muxer({
      target: new ArrayBufferTarget(),
      fastStart: "in-memory",
      video: { codec: muxed, width, height, frameRate: fps },
    });
    this.#encoder = new VideoEncoder({
      output: (chunk, meta) => this.#muxer.addVideoChunk(chunk, meta),
      error: (error) => {
        this.#failure = error;
      },
    });
    this.#encoder.configure(config);
  }

  /** Begins a movie of pictures of one size, both sides even. @throws Error when the browser cannot encode it. */
  static async open(width: number, height: number, fps: number): Promise<VideoWriter> {
    if (typeof VideoEncoder === "undefined") {
      const where = window.isSecureContext ? "has no video encoder" : "encodes video only on https or localhost";
      throw new Error(`This browser ${where}; writeVideo(…) saves the movie from a cell.`);
    }
    for (const { name, muxed, codec } of codecs) {
      const bitrate = Math.round(bitsPerPixel * width * height * fps);
      const config: VideoEncoderConfig = { codec, width, height, bitrate, framerate: fps, latencyMode: "quality" };
      const { supported } = await VideoEncoder.isConfigSupported(config).catch(() => ({ supported: false }));
      if (supported) return new VideoWriter(name, config, muxed, fps);
    }
    throw new Error(
      `This browser encodes no video of ${width} × ${height} pixels; writeVideo(…) saves it from a cell.`,
    );
  }

  /** Adds the next picture; resolves when there is room for another. */
  async add(picture: HTMLCanvasElement, index: number): Promise<void> {
    const timestamp = (at: number) => Math.round((at * 1e6) / this.#fps);
    const duration = timestamp(index + 1) - timestamp(index);
    const frame = new VideoFrame(picture, { timestamp: timestamp(index), duration });
    this.#encoder.encode(frame, { keyFrame: index % keyFrameEvery === 0 });
    frame.close();
    while (this.#encoder.encodeQueueSize > mostWaiting) {
      await new Promise((resolve) => this.#encoder.addEventListener("dequeue", resolve, { once: true }));
      this.#check();
    }
    this.#check();
  }

  /** The whole file. */
  async finish(): Promise<Blob> {
    await this.#encoder.flush();
    this.#check();
    this.#muxer.finalize();
    this.close();
    return new Blob([this.#muxer.target.buffer], { type: "video/mp4" });
  }

  /** Gives up what is not finished. */
  close(): void {
    if (this.#encoder.state !== "closed") this.#encoder.close();
  }

  #check(): void {
    if (this.#failure) throw this.#failure;
  }
}
