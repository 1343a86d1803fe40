// What is used of a package that is not installed here unless somebody wants it: the WebCodecs API as in a browser.
declare module "@napi-rs/webcodecs" {
  export const VideoEncoder: typeof globalThis.VideoEncoder;
  export const VideoFrame: typeof globalThis.VideoFrame;
}
