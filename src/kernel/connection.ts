import { readFileSync } from "node:fs";

export type Channel = "shell" | "control" | "stdin" | "iopub" | "hb";

/** The part of a Jupyter connection file that a kernel uses. */
export interface Connection {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly key: string;
  readonly ports: Readonly<Record<Channel, number>>;
}

/**
 * Reads a connection file written by a Jupyter client.
 * @throws Error that names the field which is missing or unusable.
 */
export function readConnectionFile(path: string): Connection {
  const file = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  const fail = (field: string, allowed: string) =>
    new Error(`Connection file ${path}: "${field}" must be ${allowed}, not ${JSON.stringify(file[field])}.`);
  const port = (channel: Channel): number => {
    const value = file[`${channel}_port`];
    if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > 65535) {
      throw fail(`${channel}_port`, "a port number");
    }
    return value;
  };
  const { transport = "tcp", ip, key = "", signature_scheme: scheme = "hmac-sha256" } = file;
  if (transport !== "tcp" && transport !== "ipc") throw fail("transport", '"tcp" or "ipc"');
  if (typeof ip !== "string") throw fail("ip", "an address");
  if (typeof key !== "string") throw new Error(`Connection file ${path}: "key" must be a string.`);
  if (scheme !== "hmac-sha256") throw fail("signature_scheme", '"hmac-sha256"');
  return {
    transport,
    ip,
    key,
    ports: {
      shell: port("shell"),
      control: port("control"),
      stdin: port("stdin"),
      iopub: port("iopub"),
      hb: port("hb"),
    },
  };
}

export function channelAddress(connection: Connection, channel: Channel): string {
  const separator = connection.transport === "tcp" ? ":" : "-";
  return `${connection.transport}://${connection.ip}${separator}${connection.ports[channel]}`;
}
