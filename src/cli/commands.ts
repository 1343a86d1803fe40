import type { Command } from "./command.js";

/** The commands by name, each loaded when it is needed: a kernel starts without the science, and the science without it. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  simulate: async () => (await import("./simulate-command.js")).simulateCommand,
  spec: async () => (await import("./spec-command.js")).specCommand,
  validate: async () => (await import("./validate-command.js")).validateCommand,
  sweep: async () => (await import("./sweep-command.js")).sweepCommand,
  info: async () => (await import("./info-command.js")).infoCommand,
  "kernelspec install": async () => (await import("./kernelspec-command.js")).install,
  "kernelspec uninstall": async () => (await import("./kernelspec-command.js")).uninstall,
  "kernelspec list": async () => (await import("./kernelspec-command.js")).list,
  doctor: async () => (await import("./doctor-command.js")).doctorCommand,
  kernel: async () => (await import("./kernel-command.js")).kernelCommand,
};
