import { type Command, UsageError } from "./command.js";

export const kernelCommand: Command = {
  usage: "kernel CONNECTION_FILE",
  help: "Starts a kernel. Jupyter does this, with the connection file that it wrote.",
  async run(args) {
    if (args.length !== 1) throw new UsageError("kernel takes one argument, the connection file Jupyter wrote.");
    const { startKernel } = await import("../kernel/kernel.js");
    await startKernel(args[0]);
  },
};
