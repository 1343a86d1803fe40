import { hex } from "../spec/hex.js";

/** The file that lists the SHA-256 of every other file of a recording, in the form that `sha256sum --check` reads. */
export const checksumsName = "checksums.sha256";

/** Name → SHA-256 in hexadecimal. */
export type Checksums = Map<string, string>;

export async function sha256(data: Uint8Array): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest("SHA-256", data as Uint8Array<ArrayBuffer>);
  return hex(new Uint8Array(digest));
}

export function formatChecksums(checksums: Checksums): string {
  return Array.from(checksums, ([name, sum]) => `${sum}  ${name}\n`).join("");
}

/** The listed checksums; null when the text is no such list. */
export function parseChecksums(text: string): Checksums | null {
  const checksums: Checksums = new Map();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const match = /^([0-9a-f]{64}) [ *](.+)$/.exec(line);
    if (!match) return null;
    checksums.set(match[2], match[1]);
  }
  return checksums;
}
