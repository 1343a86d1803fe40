import { hex } from "../spec/hex.js";

/** A name that nothing else has: of a page, of a group of widgets. */
export function randomId(): string {
  return hex(crypto.getRandomValues(new Uint8Array(8)));
}
