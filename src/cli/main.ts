#!/usr/bin/env node
import { parseArgs } from "node:util";

interface Command {
  readonly usage: string;
  run(args: readonly string[]): Promise<void>;
}

/** A command called in a way it does not understand. */
class UsageError extends Error {}

const commands: Readonly<Record<string, Command>> = {
  kernel: {
    usage: "kernel CONNECTION_FILE",
    async run(args) {
      if (args.length !== 1) throw new UsageError("kernel takes one argument, the connection file Jupyter wrote.");
      const { startKernel } = await import("../kernel/kernel.js");
      await startKernel(args[0]);
    },
  },
  kernelspec: {
    usage: "kernelspec install --prefix DIR [--name NAME]",
    async run([action, ...rest]) {
      if (action !== "install")
        throw new UsageError(`kernelspec: unknown action ${JSON.stringify(action ?? "")}; use install.`);
      const options = { prefix: { type: "string" }, name: { type: "string" } } as const;
      const { prefix, name } = parseArgs({ args: rest, options }).values;
      if (prefix === undefined)
        throw new UsageError("kernelspec install needs --prefix DIR, the environment to install into.");
      const { installKernelspec } = await import("../kernel/kernelspec.js");
      console.log(`Installed the kernelspec in ${installKernelspec(prefix, name)}`);
    },
  },
};

function usage(): string {
  return ["Usage:", ...Object.values(commands).map((command) => `  miniscope-lab ${command.usage}`)].join("\n");
}

async function main([name = "", ...args]: readonly string[]): Promise<void> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    throw new UsageError(name === "" ? "No command given." : `Unknown command ${JSON.stringify(name)}.`);
  await command.run(args);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException;
  console.error(message);
  if (error instanceof UsageError || code?.startsWith("ERR_PARSE_ARGS")) console.error(usage());
  process.exitCode = 1;
}
