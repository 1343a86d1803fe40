import { randomUUID } from "node:crypto";

/** JSON, indented unless told otherwise, that keeps what JSON.stringify refuses or loses: seeds that only a bigint holds, and −0. */
export function exactJson(value: unknown, indent = 2): string {
  const mark = randomUUID();
  const marked = (_: string, item: unknown) => {
    if (typeof item === "bigint") return `${mark}${item}`;
    return Object.is(item, -0) ? `${mark}-0.0` : item;
  };
  return JSON.stringify(value, marked, indent).replace(new RegExp(`"${mark}(.*?)"`, "g"), "$1");
}
