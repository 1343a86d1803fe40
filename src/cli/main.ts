#!/usr/bin/env node
import { type Command, CommandError, UsageError } from "./command.js";
import { doctorCommand } from "./doctor-command.js";
import { kernelCommand } from "./kernel-command.js";
import { kernelspecCommands } from "./kernelspec-command.js";

const commands: Readonly<Record<string, Command>> = {
  ...kernelspecCommands,
  doctor: doctorCommand,
  kernel: kernelCommand,
};

/** The command named by the first word or the first two, and the arguments that follow it. */
function find(args: readonly string[]): { command: Command; rest: readonly string[] } | undefined {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(" ");
    if (args.length >= words && Object.hasOwn(commands, name)) {
      return { command: commands[name], rest: args.slice(words) };
    }
  }
  return undefined;
}

function overview(prefix = ""): string {
  const listed = Object.entries(commands).filter(([name]) => name.startsWith(prefix));
  return listed.map(([, { usage, help }]) => `miniscope-lab ${usage}\n${help.replace(/^/gm, "    ")}`).join("\n\n");
}

function unknown(args: readonly string[]): UsageError {
  const names = Object.keys(commands).join(", ");
  if (args.length === 0) return new UsageError(`no command given; there are ${names}.`);
  const group = Object.keys(commands).some((name) => name.startsWith(`${args[0]} `));
  const asked = args.slice(0, group ? 2 : 1).join(" ");
  return new UsageError(`unknown command ${JSON.stringify(asked)}; there are ${names}.`);
}

const isHelp = (arg: string | undefined) => arg === "--help" || arg === "-h" || arg === "help";

async function main(args: readonly string[]): Promise<void> {
  const found = find(args);
  if (found === undefined) {
    if (!isHelp(args.at(-1)) || args.length > 2) throw unknown(args);
    const help = overview(args.length === 2 ? `${args[0]} ` : "");
    if (help === "") throw unknown(args);
    console.log(help);
  } else if (found.rest.some(isHelp)) {
    console.log(`miniscope-lab ${found.command.usage}\n\n${found.command.help}`);
  } else {
    await found.command.run(found.rest);
  }
}

/** What is wrong in one line, and 2 for a wrong call, 1 for one that could not be carried out. */
function fail(error: unknown): void {
  const { message, code } = error as NodeJS.ErrnoException;
  const misused = error instanceof UsageError || code?.startsWith("ERR_PARSE_ARGS") === true;
  const [firstLine] = message.split("\n");
  console.error(`miniscope-lab: ${misused || error instanceof CommandError ? firstLine : message}`);
  process.exitCode = misused ? 2 : 1;
}

await main(process.argv.slice(2)).catch(fail);
