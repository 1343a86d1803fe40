/** Pixels to put on a canvas. */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

type Canvas2d = CanvasRenderingContext2D;

/** The 2-D context that drawings use: what a page's canvas and @napi-rs/canvas have in common. */
export interface DrawingContext
  extends Pick<Canvas2d, "arc" | "beginPath" | "clip" | "closePath" | "lineTo" | "moveTo" | "rect" | "stroke">,
    Pick<Canvas2d, "fillRect" | "strokeRect" | "fillText" | "strokeText" | "measureText" | "setLineDash">,
    Pick<Canvas2d, "save" | "restore" | "translate" | "rotate" | "globalAlpha">,
    Pick<Canvas2d, "font" | "textAlign" | "textBaseline" | "lineCap" | "lineJoin" | "lineWidth"> {
  fillStyle: Canvas2d["fillStyle"];
  strokeStyle: Canvas2d["strokeStyle"];
  fill(): void;
  createImageData(width: number, height: number): PixelImage;
  putImageData(image: PixelImage, x: number, y: number): void;
}
